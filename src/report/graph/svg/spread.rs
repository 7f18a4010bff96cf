//! Heights: everything as near as it can be to where it wants to be, in order and without overlap.

/// Where items go that want to begin at `wanted`, when each must begin at least `apart` (its own height and a gap) after the
/// one before: the least sum of squared distances, by pooling neighbors that collide.
pub(super) fn spread(wanted: &[f64], apart: &[f64]) -> Vec<f64> {
    let mut offset = 0.0;
    let mut pools: Vec<(f64, usize)> = Vec::new();
    let mut offsets = Vec::with_capacity(wanted.len());
    for (at, want) in wanted.iter().enumerate() {
        if at > 0 {
            offset += apart.get(at - 1).copied().unwrap_or_default();
        }
        offsets.push(offset);
        pools.push((want - offset, 1));
        while let [.., (a, m), (b, n)] = pools[..] {
            if a <= b {
                break;
            }
            let mean = (a * m as f64 + b * n as f64) / (m + n) as f64;
            pools.truncate(pools.len() - 2);
            pools.push((mean, m + n));
        }
    }
    let starts = pools.iter().flat_map(|&(start, count)| std::iter::repeat_n(start, count));
    starts.zip(offsets).map(|(start, offset)| start + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_where_it_wants_to_be() {
        assert_eq!(spread(&[0.0, 30.0, 100.0], &[20.0, 20.0, 20.0]), [0.0, 30.0, 100.0]);
    }

    #[test]
    fn what_collides_is_pushed_apart_evenly_in_order() {
        assert_eq!(spread(&[50.0, 50.0], &[20.0, 20.0]), [40.0, 60.0]);
        assert_eq!(spread(&[100.0, 0.0], &[10.0, 10.0]), [45.0, 55.0]);
    }
}
