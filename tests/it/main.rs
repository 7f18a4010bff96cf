//! Tests of the product as a whole; one binary, so that it links once.

mod floors;
