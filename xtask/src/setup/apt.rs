//! Packages of the distribution.

use anyhow::{Context, Result, bail};

use crate::process::{Run, on_path};

/// Installs the packages that aren't installed yet, without asking anything.
///
/// # Errors
/// Without root and sudo, or when apt-get fails; the error holds the command to run by hand.
pub fn install(packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("apt-get update && apt-get install -y {}", missing.join(" "));
    eprintln!("      apt-get install {}", missing.join(" "));
    let cure = || format!("as root, run `{by_hand}`, then this command again");
    apt_get(&["update"])?.quiet().with_context(cure)?;
    let install = ["install", "-y", "--no-install-recommends"];
    apt_get(&install)?
        .args(&missing)
        .quiet()
        .with_context(cure)?;
    Ok(())
}

/// What the archives, asked anew, say of a package: its versions, and which would be installed.
///
/// # Errors
/// Without apt-get, root and sudo, or when the archives can't be reached.
pub fn policy(package: &str) -> Result<String> {
    apt_get(&["update"])?.quiet()?;
    Run::new("apt-cache")
        .args(["policy", package])
        .env("LC_ALL", "C")
        .quiet()
}

/// `apt-get`, by root or through sudo; it waits for another apt to finish instead of failing.
fn apt_get(arguments: &[&str]) -> Result<Run> {
    if !on_path("apt-get") {
        bail!("this system has no apt-get; install the packages by its own means");
    }
    let run = if nix::unistd::geteuid().is_root() {
        Run::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive")
    } else if on_path("sudo") {
        Run::new("sudo").args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
    } else {
        bail!("installing packages needs root, and there is no sudo here");
    };
    Ok(run
        .args(["-q", "-o", "DPkg::Lock::Timeout=300"])
        .args(arguments))
}

fn is_installed(package: &str) -> bool {
    Run::new("dpkg-query")
        .args(["-W", "-f=${Status}", package])
        .quiet()
        .is_ok_and(|status| status == "install ok installed")
}
