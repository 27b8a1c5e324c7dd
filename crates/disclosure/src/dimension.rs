//! What tables are broken down by: named categories in a tree, whose root is the total.

use std::collections::BTreeMap;

use crate::refusal::Refusal;

/// The number of a category within its dimension. The root, which is the total, is 0.
pub type Node = u32;

/// The root of every dimension.
pub const TOTAL: Node = 0;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Category {
    label: String,
    parent: Node,
    about_children: bool,
    uninformative: bool,
}

/// A dimension: categories under a total, in any number of levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension {
    /// The name, as in the heading of a file.
    pub name: String,
    categories: Vec<Category>,
    index: BTreeMap<String, Node>,
}

impl Dimension {
    /// A dimension with nothing but its total, which tables label as given.
    #[must_use]
    pub fn new(name: &str, total: &str) -> Self {
        let root = Category { label: total.to_owned(), parent: TOTAL, about_children: false, uninformative: false };
        Self { name: name.to_owned(), categories: vec![root], index: BTreeMap::from([(fold(total), TOTAL)]) }
    }

    /// The category of a label, made directly under the total if it is new. Case and outer blanks do not count.
    pub fn intern(&mut self, label: &str) -> Node {
        if let Some(node) = self.find(label) {
            return node;
        }
        let node = self.categories.len() as Node;
        let label = label.trim();
        let made = Category { label: label.to_owned(), parent: TOTAL, about_children: false, uninformative: false };
        self.categories.push(made);
        self.index.insert(fold(label), node);
        node
    }

    /// The category of a label, if there is one.
    #[must_use]
    pub fn find(&self, label: &str) -> Option<Node> {
        self.index.get(&fold(label)).copied()
    }

    /// Puts a category under another; both are made if they are new.
    ///
    /// # Errors
    /// [`Refusal::BadHierarchy`] if that closes a loop or moves the total.
    pub fn put_under(&mut self, label: &str, parent: &str) -> Result<(), Refusal> {
        let (node, above) = (self.intern(label), self.intern(parent));
        let bad = || Refusal::BadHierarchy {
            dimension: self.name.clone(),
            label: label.to_owned(),
            parent: parent.to_owned(),
        };
        if node == TOTAL || self.ancestors(above).any(|ancestor| ancestor == node) {
            return Err(bad());
        }
        if let Some(category) = self.categories.get_mut(node as usize) {
            category.parent = above;
        }
        Ok(())
    }

    /// Says that cells of a category are about children, so that the stricter rules hold.
    ///
    /// # Errors
    /// [`Refusal::NoSuchCategory`].
    pub fn mark_children(&mut self, label: &str) -> Result<(), Refusal> {
        self.category_mut(label)?.about_children = true;
        Ok(())
    }

    /// Says that to be in a category tells nothing (*not recorded*), so that all of a group in it is no disclosure.
    ///
    /// # Errors
    /// [`Refusal::NoSuchCategory`].
    pub fn mark_uninformative(&mut self, label: &str) -> Result<(), Refusal> {
        self.category_mut(label)?.uninformative = true;
        Ok(())
    }

    fn category_mut(&mut self, label: &str) -> Result<&mut Category, Refusal> {
        let missing = Refusal::NoSuchCategory { dimension: self.name.clone(), label: label.to_owned() };
        let node = self.find(label).ok_or_else(|| missing.clone())?;
        self.categories.get_mut(node as usize).ok_or(missing)
    }

    /// The label of a category.
    #[must_use]
    pub fn label(&self, node: Node) -> &str {
        self.categories.get(node as usize).map_or("", |category| category.label.as_str())
    }

    /// The category directly above; the total is above itself.
    #[must_use]
    pub fn parent(&self, node: Node) -> Node {
        self.categories.get(node as usize).map_or(TOTAL, |category| category.parent)
    }

    /// The category itself, what stands above it, and at last the total.
    pub fn ancestors(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        let mut next = Some(node);
        std::iter::from_fn(move || {
            let now = next?;
            next = (now != TOTAL).then(|| self.parent(now));
            Some(now)
        })
    }

    /// Whether a category, or one above it, is about children.
    #[must_use]
    pub fn is_about_children(&self, node: Node) -> bool {
        self.ancestors(node)
            .any(|node| self.categories.get(node as usize).is_some_and(|category| category.about_children))
    }

    /// Whether to be in a category tells nothing.
    #[must_use]
    pub fn is_uninformative(&self, node: Node) -> bool {
        self.categories.get(node as usize).is_some_and(|category| category.uninformative)
    }

    /// How many categories there are, the total among them.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.categories.len()
    }

    /// Whether there is no category but the total.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.categories.len() <= 1
    }
}

fn fold(label: &str) -> String {
    label.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hierarchy_has_no_loops() {
        let mut place = Dimension::new("place", "Total");
        place.put_under("Leeds", "North").unwrap();
        place.put_under("North", "England").unwrap();
        let leeds = place.find(" leeds ").unwrap();
        let labels: Vec<&str> = place.ancestors(leeds).map(|node| place.label(node)).collect();
        assert_eq!(labels, ["Leeds", "North", "England", "Total"]);
        assert!(place.put_under("England", "Leeds").is_err());
        assert!(place.put_under("Total", "Leeds").is_err());
    }
}
