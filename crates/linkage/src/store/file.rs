//! The standing store as a file: what happened to it, one line each, only ever added to.
//!
//! Opening the file does again what its lines say, so that the store is exactly what it was, undoing among it. Each
//! line is on the disk before its answer is given. A last line that was cut off, because the machine stopped while it
//! was written, never happened: it is dropped and said. Names are in the file as they were given; keep it on a disk
//! that is encrypted.

use std::{
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{Arrival, Outcome, Store, links};
use crate::{
    error::LinkageError,
    judgement::Judgement,
    link::Linked,
    model::Model,
    records::Records,
    score::{Counts, Frequencies},
    settings::Settings,
};

/// The form of the file.
const FORM: u32 = 1;

/// One line.
#[derive(Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Entry {
    /// The first line.
    Begun {
        form: u32,
        settings: Box<Settings>,
        model: Box<Model>,
        counts: Counts,
        lists: Vec<String>,
        vocabulary: Vec<Vec<String>>,
    },
    /// A record of the batch that the store began with.
    Held {
        list: String,
        identifier: String,
        texts: Vec<String>,
    },
    /// What the batch linked.
    Adopted {
        links: Vec<(u32, u32)>,
        labels: Vec<u32>,
    },
    Arrived {
        list: String,
        identifier: String,
        texts: Vec<String>,
    },
    Judged {
        judgement: Judgement,
    },
    Undone {
        number: usize,
        by: String,
        on: String,
    },
    Learned {
        settings: Box<Settings>,
        model: Box<Model>,
        counts: Counts,
        links: Vec<(u32, u32)>,
        labels: Vec<u32>,
    },
}

/// What a line did.
enum Done {
    Arrived(Box<Arrival>),
    Judged(usize, Outcome),
    Nothing,
}

/// A standing store that outlives the process.
#[derive(Debug)]
pub struct StoreFile {
    store: Store,
    file: File,
    path: PathBuf,
    /// How many bytes are whole lines.
    end: u64,
    dropped: u64,
    /// A line could not be written: what is in memory is no longer what is on the disk.
    broken: bool,
}

impl StoreFile {
    /// Begins an empty store in a new file, for records like those a model was trained on.
    ///
    /// # Errors
    ///
    /// The file is there already, or cannot be written.
    pub fn create(path: &Path, settings: &Settings, linked: &Linked, like: &Records) -> Result<Self, LinkageError> {
        Self::begin(path, [begun(settings, linked, like)].into_iter())
    }

    /// Begins a store in a new file with what a batch has linked, each cluster an entity.
    ///
    /// # Errors
    ///
    /// The file is there already, or cannot be written.
    pub fn create_of_batch(
        path: &Path,
        settings: &Settings,
        linked: &Linked,
        records: &Records,
    ) -> Result<Self, LinkageError> {
        let held = |record: u32| Entry::Held {
            list: records.source_name(record).to_owned(),
            identifier: records.identifier(record).to_owned(),
            texts: (0..settings.fields.len()).map(|column| records.original(record, column).to_owned()).collect(),
        };
        let adopted = Entry::Adopted { links: links(settings, linked), labels: linked.labels_alone.clone() };
        let lines = [begun(settings, linked, records)].into_iter();
        Self::begin(path, lines.chain((0..records.len() as u32).map(held)).chain([adopted]))
    }

    fn begin(path: &Path, entries: impl Iterator<Item = Entry>) -> Result<Self, LinkageError> {
        let failed = || LinkageError::file(path);
        let file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed())?;
        let mut writer = std::io::BufWriter::new(&file);
        for entry in entries {
            writer.write_all(&line(&entry)?).map_err(failed())?;
        }
        writer.flush().map_err(failed())?;
        drop(writer);
        file.sync_all().map_err(failed())?;
        drop(file);
        Self::open(path)
    }

    /// Opens a store as it was left.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is open elsewhere, or a line other than a cut-off last one is damaged: which one.
    pub fn open(path: &Path) -> Result<Self, LinkageError> {
        let failed = || LinkageError::file(path);
        let mut file = OpenOptions::new().read(true).write(true).open(path).map_err(failed())?;
        file.try_lock().map_err(|_| {
            let sentence = "the store is open in another process; close it there first.";
            LinkageError::form(path, 0, sentence)
        })?;
        let (mut store, mut end, mut number, mut text) = (None, 0, 0, Vec::new());
        let mut reader = BufReader::new(&file);
        let dropped = loop {
            text.clear();
            let read = reader.read_until(b'\n', &mut text).map_err(failed())? as u64;
            if text.last() != Some(&b'\n') {
                break read;
            }
            number += 1;
            let wrong = |error: &dyn std::fmt::Display| {
                LinkageError::form(
                    path,
                    number,
                    format!("this line of the store is damaged ({error}); restore the file from a copy."),
                )
            };
            let entry: Entry = serde_json::from_slice(&text).map_err(|error| wrong(&error))?;
            match (&mut store, entry) {
                (None, Entry::Begun { form, settings, model, counts, lists, vocabulary }) if form == FORM => {
                    let records = Records::knowing(&settings, &lists, &vocabulary);
                    let frequencies = Frequencies::of_counts(&records.columns, counts);
                    store = Some(Store::empty(&settings, *model, frequencies, records)?);
                }
                (Some(store), entry) => {
                    store.take(entry).map_err(|error| wrong(&error))?;
                }
                _ => return Err(wrong(&"a store begins otherwise")),
            }
            end += read;
        };
        drop(reader);
        let mut store =
            store.ok_or_else(|| LinkageError::form(path, 1, "this is no store; begin one with another name."))?;
        store.index_rest();
        if dropped > 0 {
            file.set_len(end).map_err(failed())?;
        }
        file.seek(SeekFrom::Start(end)).map_err(failed())?;
        Ok(Self { store, file, path: path.to_owned(), end, dropped, broken: false })
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// How many bytes of a cut-off last line were dropped on opening.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Adds a record; see [`Store::add`].
    ///
    /// # Errors
    ///
    /// As there, and a line that could not be written.
    pub fn add(&mut self, list: &str, identifier: &str, texts: &[&str]) -> Result<Arrival, LinkageError> {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        let entry = Entry::Arrived { list: list.to_owned(), identifier: identifier.to_owned(), texts };
        match self.happen(entry)? {
            Done::Arrived(arrival) => Ok(*arrival),
            _ => Err(LinkageError::Mismatch("A record did not arrive.".to_owned())),
        }
    }

    /// Takes a judgement; see [`Store::judge`].
    ///
    /// # Errors
    ///
    /// As there, and a line that could not be written.
    pub fn judge(&mut self, judgement: Judgement) -> Result<(usize, Outcome), LinkageError> {
        match self.happen(Entry::Judged { judgement })? {
            Done::Judged(number, outcome) => Ok((number, outcome)),
            _ => Err(LinkageError::Mismatch("A judgement was not taken.".to_owned())),
        }
    }

    /// Undoes a judgement; see [`Store::undo`].
    ///
    /// # Errors
    ///
    /// As there, and a line that could not be written.
    pub fn undo(&mut self, number: usize, by: &str, on: &str) -> Result<(), LinkageError> {
        self.happen(Entry::Undone { number, by: by.to_owned(), on: on.to_owned() }).map(|_| ())
    }

    /// Links everything again with a new model; see [`Store::retrain`].
    ///
    /// # Errors
    ///
    /// As there, and a line that could not be written.
    pub fn retrain(&mut self, settings: &Settings) -> Result<(), LinkageError> {
        let store = &self.store;
        let linked = crate::link::link(settings, &store.records, None, &store.constraints, &|_| {})?;
        let entry = Entry::Learned {
            settings: Box::new(settings.clone()),
            links: links(settings, &linked),
            counts: linked.frequencies.counts(),
            labels: linked.labels_alone,
            model: Box::new(linked.model),
        };
        self.happen(entry).map(|_| ())
    }

    /// Does what an entry says, and writes it. What is done is what is read back, to the last bit of a number.
    fn happen(&mut self, entry: Entry) -> Result<Done, LinkageError> {
        if self.broken {
            let sentence = "an earlier line could not be written; open the store again before going on.";
            return Err(LinkageError::form(&self.path, 0, sentence));
        }
        let text = line(&entry)?;
        let entry = serde_json::from_slice(&text).map_err(|error| LinkageError::Mismatch(error.to_string()))?;
        let done = self.store.take(entry)?;
        let written = self.file.write_all(&text).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            self.broken = true;
            let _ = self.file.set_len(self.end);
            return Err(LinkageError::file(&self.path)(error));
        }
        self.end += text.len() as u64;
        Ok(done)
    }
}

impl Store {
    fn take(&mut self, entry: Entry) -> Result<Done, LinkageError> {
        if !matches!(entry, Entry::Held { .. }) {
            self.index_rest();
        }
        Ok(match entry {
            Entry::Begun { .. } => return Err(LinkageError::Mismatch("a store begins once".to_owned())),
            Entry::Held { list, identifier, texts } => {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                self.push(&list, &identifier, &texts)?;
                self.state.entity_of.push(0);
                Done::Nothing
            }
            Entry::Adopted { links, labels } => {
                self.adopt(&links, &labels);
                Done::Nothing
            }
            Entry::Arrived { list, identifier, texts } => {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                Done::Arrived(Box::new(self.add(&list, &identifier, &texts)?))
            }
            Entry::Judged { judgement } => {
                let (number, outcome) = self.judge(judgement)?;
                Done::Judged(number, outcome)
            }
            Entry::Undone { number, by, on } => {
                self.undo(number, &by, &on)?;
                Done::Nothing
            }
            Entry::Learned { settings, model, counts, links, labels } => {
                let frequencies = Frequencies::of_counts(&self.records.columns, counts);
                self.learn(&settings, *model, frequencies);
                self.adopt(&links, &labels);
                Done::Nothing
            }
        })
    }
}

fn begun(settings: &Settings, linked: &Linked, records: &Records) -> Entry {
    Entry::Begun {
        form: FORM,
        settings: Box::new(settings.clone()),
        model: Box::new(linked.model.clone()),
        counts: linked.frequencies.counts(),
        lists: records.sources().to_vec(),
        vocabulary: records.vocabulary(),
    }
}

fn line(entry: &Entry) -> Result<Vec<u8>, LinkageError> {
    let mut text = serde_json::to_vec(entry).map_err(|error| LinkageError::Mismatch(error.to_string()))?;
    text.push(b'\n');
    Ok(text)
}
