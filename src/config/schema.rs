//! The JSON schema of `soat.toml`, for editors: keys, the rules with their titles, packs, parameters with their types.

use serde_json::{Map, Value, json};

use super::keys::{FAIL_ON, KEYS, Key, LANGUAGES, LEVELS, STAGES};
use crate::rule::RuleSet;
use crate::rule::ir::Constant;
use crate::suppress::OWN;

/// The schema, for the rules of a rule set.
pub fn schema(rules: &RuleSet) -> String {
    let root = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "soat.toml",
        "description": "What a report repository asks of `soat check`",
        "type": "object",
        "additionalProperties": false,
        "properties": properties(rules, false),
    });
    // Maps of texts, numbers and lists: they always become JSON.
    serde_json::to_string_pretty(&root).unwrap_or_default() + "\n"
}

fn properties(rules: &RuleSet, in_folder: bool) -> Map<String, Value> {
    let keys = KEYS.iter().filter(|key| key.fits(in_folder));
    keys.map(|key| (key.name.to_owned(), property(key, rules))).collect()
}

fn property(key: &Key, rules: &RuleSet) -> Value {
    let mut shape = match key.name {
        "language" => json!({"enum": LANGUAGES}),
        "fail-on" => json!({"enum": FAIL_ON}),
        "stage" => json!({"enum": STAGES}),
        "exclude" | "path" => {
            json!({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
        }
        "packs" => {
            let names: Vec<&str> = rules.packs().iter().map(|pack| pack.name.as_str()).collect();
            json!({"oneOf": [{"enum": names}, {"type": "array", "items": {"enum": names}}]})
        }
        "levels" => closed(
            rules
                .rules()
                .iter()
                .map(|about| (about.id.as_str(), [&*about.title.vi, &*about.title.en]))
                .chain(OWN.iter().map(|own| (own.id, own.title)))
                .map(|(id, title)| (id.to_owned(), json!({"enum": LEVELS, "description": title.join(" · ")})))
                .collect(),
        ),
        "parameters" => {
            closed(rules.parameters().iter().map(|(name, default)| (name.clone(), parameter(default))).collect())
        }
        "folder" => json!({
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path"],
                "additionalProperties": false,
                "properties": properties(rules, true),
            },
        }),
        _ => json!({"type": "string"}),
    };
    if let Some(shape) = shape.as_object_mut() {
        shape.insert("description".to_owned(), Value::String(key.about.join(" · ")));
    }
    shape
}

/// A table with these keys and no others.
fn closed(properties: Map<String, Value>) -> Value {
    json!({"type": "object", "additionalProperties": false, "properties": properties})
}

fn parameter(default: &Constant) -> Value {
    match default {
        Constant::Text(_) => json!({"type": "string"}),
        Constant::Number(_) => json!({"type": "number"}),
        // TOML's own dates have no type in JSON: both ways of writing a day are left open.
        Constant::Date(_) => json!({}),
        Constant::Flag(_) => json!({"type": "boolean"}),
        Constant::Range(..) => {
            json!({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2})
        }
        Constant::List(items) => {
            let of = items.first().map_or(json!({"type": "string"}), parameter);
            json!({"type": "array", "items": of})
        }
    }
}
