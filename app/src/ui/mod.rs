//! Components with the class names of the style sheets. None knows storage, sync or a page: what they
//! show comes in, what a person does goes out.
//!
//! No `style` attribute anywhere: the content security policy refuses it.

pub mod bar;
#[cfg(target_arch = "wasm32")]
pub mod capture;
pub mod choice;
pub mod evidence;
pub mod field;
pub mod first;
#[cfg(target_arch = "wasm32")]
pub mod follow;
pub mod frame;
pub mod icon;
pub mod overlay;
pub mod parts;
pub mod people;
pub mod ring;
pub mod states;
pub mod sync;
pub mod toast;

pub use bar::{Bar, BarScale, Legend, LegendLine};
#[cfg(target_arch = "wasm32")]
pub use capture::{CaptureBar, FileInput, Origin};
pub use choice::{Choices, Criterion};
pub use evidence::{EvidenceTile, FileShow, Thumb};
pub use field::{BusyButton, Field, Select, Switch, focus_wrong};
pub use first::FirstSteps;
pub use frame::{AppBar, Navigation, PageHead};
pub use icon::{Icon, Logo, Seal, SealState, Stamp};
pub use overlay::{Dialog, Sheet};
pub use parts::Parts;
pub use people::{Avatar, Saying, Talk};
pub use ring::Ring;
pub use states::{Banner, EmptyState, Progress, SkeletonList, Tone};
pub use sync::{SyncBadge, SyncRow, SyncWords, minutes};
pub use toast::{ToastStack, Toasts, Undo};
