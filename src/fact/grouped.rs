//! Values listed side by side by something that each has.

/// Values by the numbers of their groups, all in one piece of memory; those of a group keep their order.
#[derive(Debug, Default, Clone)]
pub struct Grouped<T> {
    /// Where each group begins; one entry more than there are.
    from: Vec<u32>,
    all: Vec<T>,
}

impl<T: Copy + Default> Grouped<T> {
    /// Lists values, each with its group, of so many groups.
    pub fn of(groups: usize, values: &[(u32, T)]) -> Self {
        let mut from = vec![0u32; groups + 2];
        for (group, _) in values {
            from.get_mut(*group as usize + 2).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for count in &mut from {
            sum += *count;
            *count = sum;
        }
        // While they are placed, each group's entry moves from where it begins to where it ends.
        let mut all = vec![T::default(); sum as usize];
        for &(group, value) in values {
            let Some(next) = from.get_mut(group as usize + 1) else { continue };
            all.get_mut(*next as usize).into_iter().for_each(|place| *place = value);
            *next += 1;
        }
        Self { from, all }
    }

    /// The values of a group.
    #[inline]
    pub fn get(&self, group: usize) -> &[T] {
        let Some(&[from, to]) = self.from.get(group..group + 2) else { return &[] };
        self.all.get(from as usize..to as usize).unwrap_or_default()
    }

    /// The same, to be put in another order.
    pub fn get_mut(&mut self, group: usize) -> &mut [T] {
        let Some(&[from, to]) = self.from.get(group..group + 2) else { return &mut [] };
        self.all.get_mut(from as usize..to as usize).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_a_group_keep_their_order() {
        let mut grouped = Grouped::of(4, &[(2, 'a'), (0, 'b'), (2, 'c'), (3, 'd')]);
        let all =
            |grouped: &Grouped<char>| (0..5).map(|group| grouped.get(group).iter().collect()).collect::<Vec<String>>();
        assert_eq!(all(&grouped), ["b", "", "ac", "d", ""]);
        grouped.get_mut(2).reverse();
        assert_eq!(all(&grouped), ["b", "", "ca", "d", ""]);
    }
}
