//! The verbs on a real journal, on both engines.

mod demonstration;
