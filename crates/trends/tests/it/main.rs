//! The methods against reference results made by another implementation, and the figures printed in 2013.

mod reference;
mod table;
