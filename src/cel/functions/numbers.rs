//! Bitwise functions.

use super::table::Bits;
use super::{Complaint, Done, Operation, complain};
use crate::cel::value::Value;

pub(super) fn bits<'v, N>(operation: Operation, arguments: &[Value<'v, N>]) -> Done<'v, N> {
    let Operation::Bits(bits) = operation else { return Err(Complaint::Overload) };
    match (bits, arguments) {
        (Bits::Not, [Value::Int(a)]) => Ok(Value::Int(!a)),
        (Bits::Not, [Value::Uint(a)]) => Ok(Value::Uint(!a)),
        (Bits::Left | Bits::Right, [_, Value::Int(by)]) if *by < 0 => complain("a shift cannot be negative"),
        (Bits::Left, [Value::Int(a), Value::Int(by)]) => Ok(Value::Int(if *by > 63 { 0 } else { a.wrapping_shl(*by as u32) })),
        (Bits::Left, [Value::Uint(a), Value::Int(by)]) => Ok(Value::Uint(if *by > 63 { 0 } else { a.wrapping_shl(*by as u32) })),
        // The shift of a signed number fills with zeros, as in the reference implementation.
        (Bits::Right, [Value::Int(a), Value::Int(by)]) => Ok(Value::Int(if *by > 63 { 0 } else { ((*a as u64) >> by) as i64 })),
        (Bits::Right, [Value::Uint(a), Value::Int(by)]) => Ok(Value::Uint(if *by > 63 { 0 } else { a >> by })),
        (_, [Value::Int(a), Value::Int(b)]) => Ok(Value::Int(match bits {
            Bits::And => a & b,
            Bits::Or => a | b,
            _ => a ^ b,
        })),
        (_, [Value::Uint(a), Value::Uint(b)]) => Ok(Value::Uint(match bits {
            Bits::And => a & b,
            Bits::Or => a | b,
            _ => a ^ b,
        })),
        _ => Err(Complaint::Overload),
    }
}
