//! A real browser, driven over `WebDriver`: Debian's chromium and its chromedriver.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

const ARGUMENTS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
];

/// A browser with one page; it ends with the value.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    folder: TempDir,
}

/// A browser, or a word that `test` was skipped for the lack of one.
pub fn installed(test: &str) -> Option<Browser> {
    if !["/usr/bin/chromium", "/usr/bin/chromedriver"].iter().all(|path| std::path::Path::new(path).exists()) {
        #[expect(clippy::print_stderr, reason = "a skipped test says so")]
        {
            eprintln!("skipped: {test}: there is no /usr/bin/chromium and /usr/bin/chromedriver");
        }
        return None;
    }
    Some(Browser::start())
}

impl Browser {
    fn start() -> Self {
        let mut driver =
            Command::new("/usr/bin/chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines
            .map_while(Result::ok)
            .find_map(|line| line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok())
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut browser = Self { driver, port, session: String::new(), folder };
        let profile = format!("--user-data-dir={}", browser.folder.path().join("profile").display());
        let arguments: Vec<&str> = ARGUMENTS.into_iter().chain([profile.as_str()]).collect();
        let wanted =
            json!({"goog:chromeOptions": {"binary": "/usr/bin/chromium", "args": arguments}, "goog:loggingPrefs": {"browser": "ALL"}});
        let session = browser.ask("POST", "/session", &json!({"capabilities": {"alwaysMatch": wanted}}));
        session["sessionId"].as_str().unwrap().clone_into(&mut browser.session);
        browser
    }

    /// Shows a page, as a file that somebody was sent.
    pub fn open(&mut self, page: &str) {
        let path = self.folder.path().join("report.html");
        std::fs::write(&path, page).unwrap();
        self.command("/url", &json!({"url": format!("file://{}", path.display())}));
    }

    /// What a piece of script returns; it may wait.
    pub fn run(&mut self, script: &str) -> Value {
        let script = format!("const form = document.getElementById('filter'); return (async () => {{ {script} }})()");
        self.command("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// Changes the filter and waits until the page has followed.
    pub fn change(&mut self, how: &str) {
        let wait = "for (let still = 0, last = ''; still < 4; ) { await new Promise(done => setTimeout(done, 100)); \
            const now = String(document.querySelectorAll('[hidden]').length) + form.querySelector('output').textContent; \
            still = now === last ? still + 1 : 0; last = now; }";
        self.run(&format!("{how}; form.dispatchEvent(new Event('input')); {wait}"));
    }

    /// What the browser complained about: refused styles and scripts, requests, errors.
    pub fn complaints(&mut self) -> Vec<String> {
        let entries = self.command("/se/log", &json!({"type": "browser"}));
        entries.as_array().unwrap().iter().map(|entry| entry["message"].to_string()).collect()
    }

    fn command(&mut self, path: &str, body: &Value) -> Value {
        let path = format!("/session/{}{path}", self.session);
        self.ask("POST", &path, body)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = body.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap();
            }
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer).unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        assert!(answer["value"]["error"].is_null(), "{answer}");
        answer["value"].clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let session = format!("/session/{}", self.session);
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.ask("DELETE", &session, &json!({}))));
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
