use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::World;

/// A bar on standard error, if a person waits long enough to wonder.
pub(super) struct Progress {
    bar: ProgressBar,
    /// When the work began, if there is somebody to show the bar to.
    began: Option<Instant>,
}

impl Progress {
    /// Work shorter than this shows no bar.
    const PATIENCE: Duration = Duration::from_millis(500);

    /// For `total` files.
    pub fn new(total: usize, world: &World<'_>) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("checking {pos}/{len} {wide_bar}") {
            bar.set_style(style);
        }
        let watched = world.err_is_terminal && !world.environment.dumb;
        Self { bar, began: watched.then(Instant::now) }
    }

    /// One file is done.
    pub fn step(&self) {
        let Some(began) = self.began else {
            return;
        };
        if self.bar.is_hidden() && began.elapsed() > Self::PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
