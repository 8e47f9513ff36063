//! [`Source`]: the files of a library in memory, from the binary itself, a folder, or strings. Nothing here parses them.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

use include_dir::{Dir, include_dir};

use super::finding::{At, Code, Findings};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/prompts");

/// A prompt file of 9999 prompts stays well below; anything larger was put there by mistake.
const FILE_BYTES_MAX: u64 = 8 << 20;

/// The files of one library, in memory.
#[derive(Debug)]
pub struct Source {
    pub(super) root: String,
    pub(super) files: Vec<File>,
    pub(super) findings: Findings,
}

#[derive(Debug)]
pub(super) struct File {
    /// Below the root, with `/`.
    pub(super) path: String,
    /// As people are told it, root and all.
    pub(super) shown: Arc<str>,
    pub(super) text: Cow<'static, str>,
}

impl Source {
    /// The prompts that ship with the program.
    pub fn embedded() -> Source {
        let mut source = Source::empty("prompts".to_owned());
        let folders = std::iter::once(&EMBEDDED).chain(EMBEDDED.dirs());
        for file in folders.flat_map(Dir::files) {
            let path = file.path().to_string_lossy().replace('\\', "/");
            match file.contents_utf8() {
                Some(text) => source.add(path, Cow::Borrowed(text)),
                None => source.unreadable(&path, "is not UTF-8"),
            }
        }
        source
    }

    /// One file that ships with the program, by its path below the root.
    pub(super) fn shipped(path: &str) -> Option<&'static str> {
        EMBEDDED.get_file(path)?.contents_utf8()
    }

    /// The folders of the languages that ship with the program.
    pub(super) fn shipped_languages() -> impl Iterator<Item = String> {
        let folders = EMBEDDED.dirs();
        folders.map(|folder| folder.path().to_string_lossy().into_owned())
    }

    /// A file by its path below the root.
    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The files of a folder and of the folders in it. What cannot be read becomes a finding.
    pub fn folder(dir: &Path) -> Source {
        let root = dir.to_string_lossy();
        let mut source = Source::empty(root.trim_end_matches(['/', '\\']).to_owned());
        for (name, is_folder) in source.entries(dir, "") {
            if !is_folder {
                source.read(&dir.join(&name), name);
                continue;
            }
            let inner = dir.join(&name);
            for (file, is_folder) in source.entries(&inner, &name) {
                let path = format!("{name}/{file}");
                if is_folder {
                    let at = At::file(&source.shown(&path));
                    source.findings.warning(
                        &at,
                        Code::StrayFile,
                        "a folder inside a language's folder is not read".to_owned(),
                        "keep the prompt files directly in the language's folder",
                    );
                } else {
                    source.read(&inner.join(&file), path);
                }
            }
        }
        source
    }

    /// Pairs of a path below the root (`kinds.toml`, `en/gratitude.toml`) and a file's text.
    pub fn strings<P, T>(files: impl IntoIterator<Item = (P, T)>) -> Source
    where
        P: Into<String>,
        T: Into<String>,
    {
        let mut source = Source::empty("prompts".to_owned());
        for (path, text) in files {
            source.add(path.into(), Cow::Owned(text.into()));
        }
        source
    }

    fn empty(root: String) -> Source {
        Source {
            root,
            files: Vec::new(),
            findings: Findings::default(),
        }
    }

    /// A path below the root as people are told it.
    pub(super) fn shown(&self, path: &str) -> Arc<str> {
        if path.is_empty() {
            self.root.as_str().into()
        } else {
            format!("{}/{path}", self.root).into()
        }
    }

    fn add(&mut self, path: String, text: Cow<'static, str>) {
        let shown = self.shown(&path);
        self.files.push(File { path, shown, text });
    }

    /// Names in a folder in order, and which of them are folders; hidden ones left out.
    fn entries(&mut self, dir: &Path, path: &str) -> Vec<(String, bool)> {
        let listed = || -> io::Result<Vec<(String, bool)>> {
            let mut names = Vec::new();
            for entry in fs::read_dir(dir)? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if !name.starts_with('.') {
                    names.push((name, fs::metadata(entry.path())?.is_dir()));
                }
            }
            names.sort();
            Ok(names)
        };
        listed().unwrap_or_else(|error| {
            self.unreadable(path, &format!("cannot be read: {error}"));
            Vec::new()
        })
    }

    fn read(&mut self, from: &Path, path: String) {
        if !path.ends_with(".toml") {
            return self.add(path, Cow::Borrowed(""));
        }
        let bytes = || -> io::Result<Result<Vec<u8>, &'static str>> {
            let meta = fs::metadata(from)?;
            // Reading a pipe would wait for ever.
            if !meta.is_file() {
                return Ok(Err("is not a file"));
            }
            if meta.len() > FILE_BYTES_MAX {
                return Ok(Err("is larger than 8 MiB"));
            }
            Ok(Ok(fs::read(from)?))
        };
        match bytes() {
            Ok(Ok(bytes)) => match String::from_utf8(bytes) {
                Ok(text) => self.add(path, Cow::Owned(text)),
                Err(_) => self.unreadable(&path, "is not UTF-8"),
            },
            Ok(Err(why)) => self.unreadable(&path, why),
            Err(error) => self.unreadable(&path, &format!("cannot be read: {error}")),
        }
    }

    fn unreadable(&mut self, path: &str, why: &str) {
        let at = At::file(&self.shown(path));
        let wrong = if path.is_empty() {
            format!("the folder {why}")
        } else {
            format!("the file {why}")
        };
        self.findings.error(
            &at,
            Code::Unreadable,
            wrong,
            "a library is a folder of UTF-8 text files that the program may read",
        );
    }
}
