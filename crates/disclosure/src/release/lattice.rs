//! One table as a lattice: which categories it uses, which of them are innermost, and which cell stands where.

use std::collections::{BTreeSet, HashMap};

use super::CellId;
use crate::{
    dimension::{Dimension, Node, TOTAL},
    refusal::Refusal,
    table::Table,
};

/// The places of a table. A place is one category of each dimension, written as one number.
#[derive(Clone, Debug)]
pub(crate) struct Lattice {
    /// Innermost categories of each dimension.
    pub(crate) leaves: Vec<BTreeSet<Node>>,
    /// For each dimension and used category (and the total): the used categories directly below.
    below: Vec<HashMap<Node, Vec<Node>>>,
    strides: Vec<u64>,
    cells: HashMap<u64, CellId>,
    /// Places that have people somewhere below, or may have.
    pub(crate) live: HashMap<u64, ()>,
}

impl Lattice {
    pub(super) fn of(table: &Table, dimensions: &[Dimension]) -> Result<Self, Refusal> {
        let (mut leaves, mut below, mut strides, mut stride) = (Vec::new(), Vec::new(), Vec::new(), 1_u64);
        for (place, number) in table.dimensions.iter().enumerate() {
            let Some(dimension) = dimensions.get(*number) else { continue };
            let used: BTreeSet<Node> = table.cells.iter().filter_map(|cell| cell.nodes.get(place).copied()).collect();
            let mut children: HashMap<Node, Vec<Node>> = HashMap::new();
            for node in used.iter().copied().filter(|node| *node != TOTAL) {
                let nearest = dimension.ancestors(node).skip(1).find(|above| used.contains(above) || *above == TOTAL);
                children.entry(nearest.unwrap_or(TOTAL)).or_default().push(node);
            }
            let mut innermost: BTreeSet<Node> =
                used.iter().copied().filter(|node| *node != TOTAL && !children.contains_key(node)).collect();
            if innermost.is_empty() {
                innermost.insert(TOTAL);
            }
            leaves.push(innermost);
            below.push(children);
            strides.push(stride);
            stride = stride.checked_mul(dimension.len() as u64).ok_or_else(|| Refusal::TooLarge {
                what: format!("the cross-classification of {}", table.id),
                most: "2^64 places".to_owned(),
                remedy: "leave out a dimension".to_owned(),
            })?;
        }
        Ok(Self { leaves, below, strides, cells: HashMap::new(), live: HashMap::new() })
    }

    /// A place as one number.
    pub(crate) fn code(&self, nodes: &[Node]) -> u64 {
        nodes.iter().zip(&self.strides).map(|(node, stride)| u64::from(*node) * stride).sum()
    }

    /// The place next to another: one category changed.
    pub(crate) fn moved(&self, nodes: &[Node], dimension: usize, node: Node) -> u64 {
        let changed = nodes.iter().enumerate().map(|(place, old)| if place == dimension { node } else { *old });
        changed.zip(&self.strides).map(|(node, stride)| u64::from(node) * stride).sum()
    }

    pub(crate) fn is_innermost(&self, nodes: &[Node]) -> bool {
        nodes.iter().zip(&self.leaves).all(|(node, leaves)| leaves.contains(node))
    }

    pub(crate) fn height(&self, nodes: &[Node]) -> u32 {
        nodes.iter().zip(&self.leaves).map(|(node, leaves)| u32::from(!leaves.contains(node))).sum()
    }

    /// The used categories directly below one.
    pub(crate) fn below(&self, dimension: usize, node: Node) -> &[Node] {
        self.below.get(dimension).and_then(|children| children.get(&node)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn place(&mut self, code: u64, cell: CellId) {
        self.cells.insert(code, cell);
    }

    pub(crate) fn cell(&self, code: u64) -> Option<CellId> {
        self.cells.get(&code).copied()
    }

    pub(crate) fn holds(&self, cell: CellId) -> bool {
        self.cells.values().any(|other| *other == cell)
    }

    /// The places above a place, itself first.
    pub(crate) fn above(&self, nodes: &[Node], chains: &[Vec<Vec<Node>>]) -> Vec<u64> {
        let mut codes = vec![0];
        for ((node, stride), chain) in nodes.iter().zip(&self.strides).zip(chains) {
            let own = [*node];
            let chain = chain.get(*node as usize).map_or(&own[..], Vec::as_slice);
            codes = chain
                .iter()
                .flat_map(|above| codes.iter().map(move |code| code + u64::from(*above) * stride))
                .collect();
        }
        codes
    }
}

/// For each dimension of a table and each category: itself and what stands above it.
pub(crate) fn chains(table: &Table, dimensions: &[Dimension]) -> Vec<Vec<Vec<Node>>> {
    let of = |number: &usize| {
        let dimension = dimensions.get(*number);
        let nodes = 0..dimension.map_or(0, Dimension::len) as Node;
        nodes.map(|node| dimension.map_or(Vec::new(), |dimension| dimension.ancestors(node).collect())).collect()
    };
    table.dimensions.iter().map(of).collect()
}
