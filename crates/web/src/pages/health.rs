//! Whether the service answers: for those who watch over it. It says nothing else.

/// Answers.
pub async fn show() -> &'static str {
    "ok\n"
}
