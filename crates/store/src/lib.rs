//! Journal and store.
