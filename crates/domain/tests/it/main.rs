//! Tests of the vocabulary as others use it.

mod corpus;
