# Read by the steps of the action: the paths to check and the options that all commands share, from the inputs.
# Inputs come as variables and are never put into a line of shell.
paths=()
while IFS= read -r path; do
  path=${path%$'\r'}
  if [ -n "$path" ]; then paths+=("$path"); fi
done <<< "${INPUT_PATHS:-.}"
if [ "${#paths[@]}" -eq 0 ]; then paths=(.); fi

options=()
if [ -n "${INPUT_CONFIG:-}" ]; then options+=(--config "$INPUT_CONFIG"); fi
if [ -n "${INPUT_RULES:-}" ]; then options+=(--rules "$INPUT_RULES"); fi
if [ -n "${INPUT_LANGUAGE:-}" ]; then options+=(--lang "$INPUT_LANGUAGE"); fi

work=${RUNNER_TEMP:?}/soat
mkdir -p "$work"
