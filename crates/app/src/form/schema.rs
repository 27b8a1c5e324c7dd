//! The JSON schema of the answers: for those who send them from their own system.

use jiff::civil::Date;
use manumit_domain::{
    known::Blank,
    law::Law,
    question_set::{Kind, LINE, LONG, Need, Page, Question, QuestionSet},
};
use serde_json::{Map, Value, json};

/// The schema (JSON Schema 2020-12) of a body of answers on a day.
///
/// It says what can be written. Which questions are asked depends on other answers; that is in each description, and
/// the checker holds it.
pub fn schema(set: &QuestionSet, law: &Law, on: Date) -> Value {
    let mut answers = Map::new();
    let mut rows = Map::new();
    for page in set.tasks.iter().flat_map(|task| &task.pages) {
        let questions = page
            .questions
            .iter()
            .map(|question| (question.code.clone(), answer(question, &set.reasons, question_value(question, law, on))));
        match &page.rows {
            None => answers.extend(questions),
            Some(group) => {
                let properties: Map<String, Value> = questions.collect();
                let row = json!({"type": "object", "properties": properties, "additionalProperties": false});
                let list = json!({"type": "array", "items": row, "maxItems": group.at_most, "description": page.title});
                rows.insert(group.code.clone(), list);
                answers.insert(group.code.clone(), none_of(page, &set.reasons));
            }
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": set.title,
        "type": "object",
        "required": ["question_set", "version", "answers"],
        "additionalProperties": false,
        "properties": {
            "question_set": {"const": set.id},
            "version": {"const": set.version},
            "answers": {"type": "object", "properties": answers, "additionalProperties": false},
            "rows": {"type": "object", "properties": rows, "additionalProperties": false},
        },
    })
}

fn answer(question: &Question, reasons: &[Blank], value: Value) -> Value {
    let value = json!({
        "type": "object",
        "required": ["value"],
        "properties": {"value": value},
        "additionalProperties": false,
    });
    let forms = if question.need == Need::Answer { vec![value] } else { vec![value, missing(reasons)] };
    let description = [question.ask.as_str(), question.hint.as_str()].join(" ");
    json!({"description": description.trim(), "oneOf": forms})
}

/// What stands in the place of rows when there are none.
fn none_of(page: &Page, reasons: &[Blank]) -> Value {
    let none = json!({
        "type": "object",
        "required": ["value"],
        "properties": {"value": {"const": manumit_domain::question_set::NONE}},
        "additionalProperties": false,
    });
    json!({"description": format!("{}: that there are none, or why it is not known.", page.title), "oneOf": [none, missing(reasons)]})
}

fn missing(reasons: &[Blank]) -> Value {
    let codes: Vec<&str> = reasons.iter().map(|blank| blank.code()).collect();
    json!({
        "type": "object",
        "required": ["missing"],
        "properties": {"missing": {"enum": codes}},
        "additionalProperties": false,
    })
}

fn question_value(question: &Question, law: &Law, on: Date) -> Value {
    let codes = || question.choices(law, on).into_iter().map(|choice| choice.code).collect::<Vec<_>>();
    match &question.kind {
        Kind::One(_) => json!({"enum": codes()}),
        Kind::Several(_) => json!({"type": "array", "items": {"enum": codes()}, "minItems": 1, "uniqueItems": true}),
        Kind::Line | Kind::File | Kind::Telephone => json!({"type": "string", "minLength": 1, "maxLength": LINE}),
        Kind::Email => json!({"type": "string", "format": "email", "maxLength": LINE}),
        Kind::Long => json!({"type": "string", "minLength": 1, "maxLength": LONG}),
        Kind::Day => json!({"type": "string", "format": "date"}),
        Kind::Date => json!({"type": "string", "minLength": 4, "maxLength": LINE}),
        Kind::Number(limit) => json!({"type": "integer", "minimum": 0, "maximum": limit}),
    }
}
