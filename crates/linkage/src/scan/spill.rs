//! Pairs beyond the budget of memory, in a temporary file.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    sync::Mutex,
};

use super::Pair;

/// Some pairs, wherever they are.
#[derive(Debug)]
pub(super) enum Chunk {
    Kept(Vec<Pair>),
    Spilled { at: u64, pairs: usize },
}

/// What a pair takes.
pub(super) const BYTES_A_PAIR: u64 = 12;

/// Changes the pairs of a chunk where they are.
pub(super) fn change(spill: &Mutex<File>, chunk: &mut Chunk, change: impl Fn(&mut Pair)) -> std::io::Result<()> {
    match chunk {
        Chunk::Kept(pairs) => pairs.iter_mut().for_each(change),
        Chunk::Spilled { at, pairs } => {
            let mut held = read(spill, *at, *pairs)?;
            held.iter_mut().for_each(change);
            if let Ok(mut file) = spill.lock() {
                file.seek(SeekFrom::Start(*at))?;
                file.write_all(&bytes(&held))?;
            }
        }
    }
    Ok(())
}

fn bytes(pairs: &[Pair]) -> Vec<u8> {
    pairs.iter().flat_map(|pair| [pair.a, pair.b, pair.vector]).flat_map(u32::to_le_bytes).collect()
}

/// Writes pairs at the end of the file.
pub(super) fn write(spill: &Mutex<File>, pairs: &[Pair]) -> std::io::Result<Chunk> {
    let bytes = bytes(pairs);
    let Ok(mut file) = spill.lock() else { return Ok(Chunk::Kept(pairs.to_vec())) };
    let at = file.seek(SeekFrom::End(0))?;
    file.write_all(&bytes)?;
    Ok(Chunk::Spilled { at, pairs: pairs.len() })
}

/// Reads the pairs of a chunk.
pub(super) fn read(spill: &Mutex<File>, at: u64, pairs: usize) -> std::io::Result<Vec<Pair>> {
    let mut bytes = vec![0; pairs * BYTES_A_PAIR as usize];
    if let Ok(mut file) = spill.lock() {
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut bytes)?;
    }
    let word = |bytes: &[u8]| bytes.try_into().map_or(0, u32::from_le_bytes);
    let pair = |bytes: &[u8]| Pair { a: word(&bytes[..4]), b: word(&bytes[4..8]), vector: word(&bytes[8..]) };
    Ok(bytes.chunks_exact(BYTES_A_PAIR as usize).map(pair).collect())
}
