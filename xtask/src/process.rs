//! Child processes. Each one leads a process group of its own, so that whatever it starts ends with
//! it: after a step, after an error, and on ctrl-c.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// How long a group may take to end by itself (a browser closes its profile) before it is killed.
const GRACE: Duration = Duration::from_secs(5);

/// The code with which shells tell an interrupt.
const INTERRUPTED_CODE: i32 = 130;

/// The groups that may still have a living member.
static GROUPS: Mutex<Vec<i32>> = Mutex::new(Vec::new());

fn groups() -> MutexGuard<'static, Vec<i32>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Set by ctrl-c, before the groups are ended: from then on nothing is started.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Whether the person pressed ctrl-c; errors that follow from it aren't worth telling.
pub fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Ends all children and leaves when the person presses ctrl-c or the system says so.
pub fn install_interrupt_handler() {
    let installed = ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        eprintln!("\ninterrupted; ending what was started");
        end_all();
        std::process::exit(INTERRUPTED_CODE);
    });
    if let Err(error) = installed {
        eprintln!("note: ctrl-c won't end child processes: {error}");
    }
}

/// Ends every group that is still alive: asks first, kills what doesn't answer in time.
pub fn end_all() {
    let pending: Vec<i32> = groups().drain(..).collect();
    end_groups(&pending);
}

fn end_groups(pending: &[i32]) {
    let mut alive: Vec<Pid> = pending.iter().map(|id| Pid::from_raw(*id)).collect();
    alive.retain(|group| killpg(*group, Signal::SIGTERM).is_ok());
    let deadline = Instant::now() + GRACE;
    while !alive.is_empty() && Instant::now() < deadline {
        alive.retain(|group| killpg(*group, None).is_ok());
        thread::sleep(Duration::from_millis(20));
    }
    for group in alive {
        // The group may be gone by now; then there is nothing left to do.
        let _gone = killpg(group, Signal::SIGKILL);
    }
}

fn group_id(child: &Child) -> i32 {
    i32::try_from(child.id()).unwrap_or(i32::MAX)
}

/// Forgets a group whose leader was waited for, after ending what it left behind.
fn close_group(group: i32) {
    groups().retain(|known| *known != group);
    end_groups(&[group]);
}

/// What a finished child said.
#[derive(Debug)]
pub struct Output {
    /// How it ended.
    pub status: ExitStatus,
    /// Its standard output and error, interleaved by line as they came.
    pub text: String,
}

/// A program to run, its output either passed through or kept.
#[derive(Debug)]
pub struct Run {
    command: Command,
    shown: String,
}

impl Run {
    /// Prepares a program; it reads nothing from the terminal.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(&program);
        command.stdin(Stdio::null()).process_group(0);
        Self {
            command,
            shown: program.as_ref().to_string_lossy().into_owned(),
        }
    }

    /// Adds an argument.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.shown.push(' ');
        self.shown.push_str(&argument.as_ref().to_string_lossy());
        self.command.arg(argument);
        self
    }

    /// Adds several arguments.
    pub fn args<I: IntoIterator<Item = A>, A: AsRef<OsStr>>(self, arguments: I) -> Self {
        arguments.into_iter().fold(self, Run::arg)
    }

    /// Sets a variable of the child's environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Takes a variable out of the child's environment.
    pub fn env_remove(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Sets the child's working folder.
    pub fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Runs it with its output on the terminal.
    ///
    /// # Errors
    /// When it can't be started or ends with another code than 0.
    pub fn through(self) -> Result<()> {
        let shown = self.shown.clone();
        let status = self.ended()?;
        if !status.success() {
            bail!("`{shown}` ended with {status}; its own message stands above");
        }
        Ok(())
    }

    /// Runs it with its output on the terminal; says how it ended.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn ended(mut self) -> Result<ExitStatus> {
        let mut child = self.spawn()?;
        let status = child.wait().context("the child could not be waited for")?;
        close_group(group_id(&child));
        Ok(status)
    }

    /// Runs it, shows its output as it comes, and keeps it.
    ///
    /// # Errors
    /// When it can't be started; a bad end is told in the output's status.
    pub fn teed(self) -> Result<Output> {
        self.piped(true)
    }

    /// Runs it without a word and keeps its output.
    ///
    /// # Errors
    /// When it can't be started; a bad end is told in the output's status.
    pub fn kept(self) -> Result<Output> {
        self.piped(false)
    }

    /// Runs it without a word; when it fails, its output is in the error.
    ///
    /// # Errors
    /// When it can't be started or ends with another code than 0.
    pub fn quiet(self) -> Result<String> {
        let shown = self.shown.clone();
        let output = self.kept()?;
        if !output.status.success() {
            bail!(
                "`{shown}` ended with {}:\n{}",
                output.status,
                output.text.trim_end()
            );
        }
        Ok(output.text)
    }

    fn piped(mut self, show: bool) -> Result<Output> {
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.spawn()?;
        let text = Mutex::new(String::new());
        let pipes: [Option<Box<dyn Read + Send>>; 2] = [
            child
                .stdout
                .take()
                .map(|pipe| Box::new(pipe) as Box<dyn Read + Send>),
            child
                .stderr
                .take()
                .map(|pipe| Box::new(pipe) as Box<dyn Read + Send>),
        ];
        let group = group_id(&child);
        let status = thread::scope(|scope| {
            for pipe in pipes.into_iter().flatten() {
                let text = &text;
                scope.spawn(move || copy_lines(pipe, show, text));
            }
            let status = child.wait();
            // Before the pipes are joined: whoever is left behind may hold them open.
            close_group(group);
            status
        });
        Ok(Output {
            status: status.context("the child could not be waited for")?,
            text: text.into_inner().unwrap_or_else(PoisonError::into_inner),
        })
    }

    /// Starts it beside us, with its output on the terminal; it ends with the returned guard.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn beside(mut self) -> Result<Beside> {
        let child = self.spawn()?;
        Ok(Beside { child })
    }

    /// Starts it and remembers its group, as one: an interrupt finds either no child or its group.
    fn spawn(&mut self) -> Result<Child> {
        let mut groups = groups();
        if is_interrupted() {
            bail!("interrupted");
        }
        let child = self
            .command
            .spawn()
            .with_context(|| not_started(&self.shown))?;
        groups.push(group_id(&child));
        Ok(child)
    }
}

/// A child that runs until it ends or the guard is dropped.
#[derive(Debug)]
pub struct Beside {
    child: Child,
}

impl Beside {
    /// Waits until the child ends by itself.
    ///
    /// # Errors
    /// When it can't be waited for.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        self.child
            .wait()
            .context("the child could not be waited for")
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let group = group_id(&self.child);
        // A child that has not been waited for stays in its group as a zombie; ask it to end first.
        let _asked = killpg(Pid::from_raw(group), Signal::SIGTERM);
        let deadline = Instant::now() + GRACE;
        while Instant::now() < deadline {
            match self.child.try_wait() {
                Ok(None) => thread::sleep(Duration::from_millis(20)),
                Ok(Some(_)) | Err(_) => break,
            }
        }
        close_group(group);
    }
}

/// Copies a pipe line by line, so that two pipes don't tear each other's lines.
fn copy_lines(pipe: Box<dyn Read + Send>, show: bool, kept: &Mutex<String>) {
    let mut reader = BufReader::new(pipe);
    let mut line = Vec::new();
    while matches!(reader.read_until(b'\n', &mut line), Ok(1..)) {
        if show {
            let mut out = std::io::stdout().lock();
            // Nobody may be reading any more (`| head`); the step goes on all the same.
            let _unread = out.write_all(&line).and_then(|()| out.flush());
        }
        kept.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
}

fn not_started(shown: &str) -> String {
    format!("`{shown}` could not be started; is it installed and on PATH?")
}

/// Whether a program of this name lies on PATH.
pub fn on_path(program: &str) -> bool {
    find_on_path(program).is_some()
}

/// The first file of this name on PATH.
pub fn find_on_path(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_streams_are_kept_and_the_status_told() {
        let output = Run::new("sh")
            .args(["-c", "echo one; echo two >&2; exit 3"])
            .kept()
            .expect("sh can be started");
        assert_eq!(output.status.code(), Some(3));
        assert!(
            output.text.contains("one\n") && output.text.contains("two\n"),
            "{}",
            output.text
        );
    }

    #[test]
    fn a_missing_program_is_told_by_name() {
        let error = Run::new("no-such-program-here")
            .kept()
            .expect_err("it doesn't exist");
        assert!(
            error.to_string().contains("no-such-program-here"),
            "{error}"
        );
    }
}
