//! The policies against their own reach, and the matrix that people review.
