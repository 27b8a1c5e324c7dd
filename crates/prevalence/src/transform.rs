//! Sums and products over subsets and supersets: a vector over the 2^L histories, transformed in place.

/// Replaces each entry v_t by Σ v_w over w ⊇ t. The length must be a power of two.
pub fn superset_sums(values: &mut [f64]) {
    let mut half = 1;
    while half < values.len() {
        for block in values.chunks_exact_mut(2 * half) {
            let (without, with) = block.split_at_mut(half);
            for (sum, more) in without.iter_mut().zip(with) {
                *sum += *more;
            }
        }
        half *= 2;
    }
}

/// Replaces each entry v_w by Π v_t over t ⊆ w. The length must be a power of two.
pub fn subset_products(values: &mut [f64]) {
    let mut half = 1;
    while half < values.len() {
        for block in values.chunks_exact_mut(2 * half) {
            let (without, with) = block.split_at_mut(half);
            for (factor, product) in without.iter().zip(with) {
                *product *= *factor;
            }
        }
        half *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_products_are_over_the_right_sets() {
        let mut sums = [0.0, 1.0, 2.0, 4.0];
        superset_sums(&mut sums);
        assert_eq!(sums, [7.0, 5.0, 6.0, 4.0]);
        let mut products = [2.0, 3.0, 5.0, 7.0];
        subset_products(&mut products);
        assert_eq!(products, [2.0, 6.0, 10.0, 210.0]);
    }
}
