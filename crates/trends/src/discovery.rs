//! Many tests at once: the false-discovery rate of Benjamini and Hochberg (1995).

/// The adjusted p-value of each test: the smallest false-discovery rate at which it would be reported.
pub fn adjusted(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    let value = |place: usize| p.get(place).copied().unwrap_or(1.0);
    order.sort_by(|a, b| value(*b).total_cmp(&value(*a)));
    let tests = p.len() as f64;
    let mut adjusted = vec![1.0; p.len()];
    let mut smallest = 1.0_f64;
    for (above, place) in order.into_iter().enumerate() {
        smallest = smallest.min(value(place) * tests / (tests - above as f64));
        if let Some(adjusted) = adjusted.get_mut(place) {
            *adjusted = smallest;
        }
    }
    adjusted
}
