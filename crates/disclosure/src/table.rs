//! One table as printed: cells named by one category of each dimension, totals among them.

use crate::dimension::Node;

/// Which edition a table belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// The release in hand: its cells can still be withheld.
    #[default]
    Current,
    /// Released or shared before: what it prints is known for good.
    Earlier(String),
}

/// One printed cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The category of each dimension of the table, in its order.
    pub nodes: Vec<Node>,
    /// The count; none where only the public copy of a withheld cell is at hand.
    pub count: Option<u64>,
    /// Whether the cell is printed as withheld.
    pub withheld: bool,
    /// The line of the file, from 1; 0 if there is none.
    pub line: u64,
}

/// A table: a cross-classification of one population, with any of its totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What messages call it: a number, or the name of a file.
    pub id: String,
    /// Whom it counts: tables of one population share cells, those of different populations share none.
    pub population: String,
    /// Whether all of it is about children.
    pub about_children: bool,
    /// Which edition it belongs to.
    pub edition: Edition,
    /// Numbers of its dimensions within the release.
    pub dimensions: Vec<usize>,
    /// Its cells, in the order of the file.
    pub cells: Vec<Printed>,
}
