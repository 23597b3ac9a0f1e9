//! Worksheets that were imported or edited here: documents known by their digest, and on a board a record
//! for each version of each family (DESIGN §3). What is published never changes.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use model::id::{OfficeId, RecordId};
use model::instrument::draft::{DraftItem, DraftNode};
use model::instrument::{Draft, Instrument};
use model::limits::TITLE_CHARS_MAX;
use model::op::Stream;
use model::record::Record;
use model::schema::Kind;
use model::table::Table;
use rust_decimal::Decimal;
use serde_json::json;

use super::{SistemError, target};
use crate::instruments::{BUILT_IN, named};
use crate::lembar::import::walk;
use crate::sync::{Ledger, LedgerError};

/// A version of a worksheet that cycles can be opened with, or will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogued {
    /// Stays the same over versions.
    pub family: String,
    /// Counts up.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// The document's digest: what a cycle names.
    pub digest: String,
    /// Whether it is published; a draft may still change.
    pub published: bool,
    /// The office on whose board it stands; nothing for what comes with the program.
    pub office: Option<OfficeId>,
    /// Where it came from: the file's name.
    pub origin: String,
}

/// What became of a worksheet that was to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is a new version, or takes the place of a draft.
    New(Catalogued),
    /// It says nothing that the latest version doesn't.
    Already(Catalogued),
}

impl Kept {
    /// The version that holds it now.
    #[must_use]
    pub fn version(&self) -> &Catalogued {
        let (Self::New(kept) | Self::Already(kept)) = self;
        kept
    }
}

/// What the latest version of a family must be when a worksheet is kept, so that nobody's work is
/// replaced unseen.
#[derive(Clone, Copy, Debug)]
pub enum After<'a> {
    /// Whichever it is.
    Latest,
    /// The version of this digest; nothing if the family has none yet.
    Seen(Option<&'a str>),
}

impl Ledger {
    /// All versions of all worksheets, the built-in ones too; by family, then by version.
    ///
    /// # Errors
    /// [`SistemError`].
    pub async fn catalogue(&self) -> Result<Vec<Catalogued>, SistemError> {
        let (_, records) = self.store().board_records(0).await?;
        let of_kind = |record: &&Record| record.kind == Kind::Instrumen && !record.is_gone();
        let mut all: Vec<Catalogued> = records.iter().filter(of_kind).filter_map(read).collect();
        all.extend_from_slice(built_in()?);
        all.sort_by(|a, b| (&a.family, a.version).cmp(&(&b.family, b.version)));
        Ok(all)
    }

    /// A version of a worksheet by its family, else by its digest; the latest one where none is named.
    ///
    /// # Errors
    /// [`SistemError::Missing`], or another [`SistemError`].
    pub async fn catalogued(
        &self,
        name: &str,
        version: Option<u32>,
    ) -> Result<Catalogued, SistemError> {
        let mut all = self.catalogue().await?.into_iter().rev();
        let found = all.find(|one| {
            let named = one.family == name || one.digest == name;
            named && version.is_none_or(|version| version == one.version)
        });
        found.ok_or_else(|| SistemError::Missing {
            kind: "instrument",
            id: match version {
                Some(version) => format!("{name} version {version}"),
                None => name.to_owned(),
            },
        })
    }

    /// The latest version of a family, if there is one.
    ///
    /// # Errors
    /// [`SistemError`].
    pub async fn latest(&self, family: &str) -> Result<Option<Catalogued>, SistemError> {
        let all = self.catalogue().await?;
        Ok(all.into_iter().rfind(|one| one.family == family))
    }

    /// The document of a version.
    ///
    /// # Errors
    /// [`SistemError::Missing`], or another [`SistemError`].
    pub async fn instrument_text(&self, of: &Catalogued) -> Result<String, SistemError> {
        if let Some(text) = named(&of.family).filter(|_| of.office.is_none()) {
            return Ok(text.to_owned());
        }
        let text = self.store().document(&of.digest).await?;
        text.ok_or_else(|| SistemError::Missing {
            kind: "document",
            id: of.digest.clone(),
        })
    }

    /// Keeps a worksheet under its family: as a new version, or in place of the draft that is the latest
    /// one. What is published stays as it is. Items that didn't change keep their exact bytes, and with
    /// them the verdicts that name these.
    ///
    /// # Errors
    /// [`SistemError::Overtaken`] if the latest version isn't the one named, or another [`SistemError`]; then nothing was kept.
    pub async fn keep_instrument(
        &self,
        office: OfficeId,
        draft: &Draft,
        origin: &str,
        after: After<'_>,
        publish: bool,
    ) -> Result<Kept, SistemError> {
        self.office(office).await?;
        let _turn = self.shelf().await;
        let latest = self.latest(&draft.family).await?;
        if let After::Seen(seen) = after
            && seen != latest.as_ref().map(|latest| latest.digest.as_str())
        {
            return Err(SistemError::Overtaken(draft.family.clone()));
        }
        let mut draft = draft.clone();
        let mut place = (office, 1);
        if let Some(latest) = latest {
            let before = Draft::parse(&self.instrument_text(&latest).await?).map_err(bad)?;
            if says_the_same(&before, &draft) {
                if publish && !latest.published {
                    return Ok(Kept::Already(self.publish(latest).await?));
                }
                return Ok(Kept::Already(latest));
            }
            keep_bytes(&before, &mut draft)?;
            place = match (latest.published, latest.office) {
                (false, Some(at)) => (at, latest.version),
                (_, at) => (at.unwrap_or(office), latest.version.saturating_add(1)),
            };
        }
        let (office, version) = place;
        draft.version = version;
        let digest = self.put_instrument(&draft.to_json().map_err(bad)?).await?;
        let kept = Catalogued {
            family: draft.family,
            version,
            title: draft.title.chars().take(TITLE_CHARS_MAX).collect(),
            digest,
            published: publish,
            office: Some(office),
            origin: origin.chars().take(TITLE_CHARS_MAX).collect(),
        };
        self.put_catalogued(office, &kept).await?;
        Ok(Kept::New(kept))
    }

    /// Publishes a draft: from now on it never changes, and cycles can be opened with it.
    ///
    /// # Errors
    /// [`SistemError::Missing`], or another [`SistemError`].
    pub async fn publish_instrument(
        &self,
        name: &str,
        version: Option<u32>,
    ) -> Result<Catalogued, SistemError> {
        let found = self.catalogued(name, version).await?;
        self.publish(found).await
    }

    async fn publish(&self, found: Catalogued) -> Result<Catalogued, SistemError> {
        let published = Catalogued {
            published: true,
            ..found
        };
        if let Some(office) = published.office {
            self.put_catalogued(office, &published).await?;
        }
        Ok(published)
    }

    async fn put_catalogued(&self, office: OfficeId, of: &Catalogued) -> Result<(), SistemError> {
        let id = RecordId::derived(&["instrumen", &of.family, &of.version.to_string()]);
        let state = if of.published { "terbit" } else { "draf" };
        let fields = [
            ("keluarga", json!(of.family)),
            ("versi", json!(of.version.to_string())),
            ("judul", json!(of.title)),
            ("dokumen", json!(of.digest)),
            ("keadaan", json!(state)),
            ("asal", json!(of.origin)),
        ];
        let record = target(Kind::Instrumen, id);
        self.state(Stream::board(office), None, record, &fields)
            .await
    }
}

/// What comes with the program: it is read once.
fn built_in() -> Result<&'static [Catalogued], SistemError> {
    static READ: OnceLock<Vec<Catalogued>> = OnceLock::new();
    if let Some(read) = READ.get() {
        return Ok(read);
    }
    let catalogued = |(_, text): &(&str, &str)| {
        let instrument = parsed(text)?;
        Ok(Catalogued {
            family: instrument.family,
            version: instrument.version,
            title: instrument.title,
            digest: instrument.digest,
            published: true,
            office: None,
            origin: String::new(),
        })
    };
    let all: Result<Vec<Catalogued>, SistemError> = BUILT_IN.iter().map(catalogued).collect();
    let all = all?;
    Ok(READ.get_or_init(|| all))
}

fn read(record: &Record) -> Option<Catalogued> {
    let text = |field: &str| record.text(field).map(str::to_owned);
    Some(Catalogued {
        family: text("keluarga")?,
        version: record.text("versi")?.parse().ok()?,
        title: text("judul").unwrap_or_default(),
        digest: text("dokumen")?,
        published: record.text("keadaan") == Some("terbit"),
        office: Some(record.stream.office),
        origin: text("asal").unwrap_or_default(),
    })
}

fn bad(error: model::instrument::InstrumentError) -> SistemError {
    LedgerError::BadInstrument(error.to_string()).into()
}

fn parsed(text: &str) -> Result<Instrument, SistemError> {
    Instrument::parse(text).map_err(bad)
}

/// Whether two documents are one but for their version, and how numbers are written in them.
#[must_use]
pub fn says_the_same(one: &Draft, other: &Draft) -> bool {
    plain(one) == plain(other)
}

fn plain(draft: &Draft) -> Draft {
    let mut draft = draft.clone();
    draft.format = 0;
    draft.version = 0;
    draft.becomes = Table::new();
    let minimums = draft.thresholds.iter_mut().flat_map(|t| &mut t.minimums);
    for minimum in minimums {
        number(&mut minimum.min);
    }
    for grade in draft.grades.iter_mut().flatten() {
        number(&mut grade.above);
    }
    nodes(&mut draft.nodes);
    draft
}

fn nodes(all: &mut [DraftNode]) {
    for node in all {
        node.weight.iter_mut().for_each(number);
        nodes(&mut node.nodes);
        for item in &mut node.items {
            item.weight.iter_mut().for_each(number);
            let answer = &mut item.answer;
            let numbers = answer.max.iter_mut().chain(&mut answer.target);
            numbers
                .chain(answer.points.iter_mut().map(|point| &mut point.points))
                .for_each(number);
        }
    }
}

fn number(text: &mut String) {
    if let Ok(number) = Decimal::from_str_exact(text) {
        *text = number.normalize().to_string();
    }
}

/// Gives items that say what they said before their bytes of before.
fn keep_bytes(before: &Draft, draft: &mut Draft) -> Result<(), SistemError> {
    let (old, new) = (
        before.instrument().map_err(bad)?,
        draft.instrument().map_err(bad)?,
    );
    let mut kept = before.clone();
    let kept = old
        .items()
        .map(|item| item.path.clone())
        .zip(walk(&mut kept.nodes));
    let kept: BTreeMap<String, &mut DraftItem> = kept.collect();
    let one = |item: &DraftItem| {
        let mut node = [DraftNode {
            items: vec![item.clone()],
            ..DraftNode::default()
        }];
        nodes(&mut node);
        node
    };
    for (item, drafted) in new.items().zip(walk(&mut draft.nodes)) {
        if let Some(was) = kept.get(&item.path)
            && one(was) == one(drafted)
        {
            *drafted = (**was).clone();
        }
    }
    Ok(())
}
