//! Every view, in the order in which an event is shown to them.

use super::View;

pub(super) static VIEWS: &[View] = &[
    super::stream::VIEW,
    super::grant::VIEW,
    super::opened_from::VIEW,
    super::duty::VIEW,
    super::case_stage::VIEW,
    super::statistics::VIEW,
];
