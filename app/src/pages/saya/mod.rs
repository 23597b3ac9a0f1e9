//! My account (saya): who I am, what I may do, and the settings of this device.

mod halaman;
mod keluar;
mod sandi;
mod setelan;

pub use halaman::SayaPage;
