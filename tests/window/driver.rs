//! Drives the real window through WebDriver: tauri-driver, WebKitWebDriver, fantoccini.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

/// How long to wait for something before saying that it does not come.
const PATIENCE: Duration = Duration::from_secs(20);

/// tauri-driver, ready to open windows; ended with this value.
pub struct Driver {
    child: Child,
    port: u16,
}

/// The program in a window of its own, ended with this value.
pub struct Session {
    _driver: Driver,
    pub client: Client,
}

/// Where `./dev setup test` puts tauri-driver: `tools/` in Cargo's target folder.
fn tauri_driver(program: &Path) -> PathBuf {
    program
        .ancestors()
        .map(|folder| folder.join("tools/bin/tauri-driver"))
        .find(|path| path.is_file())
        .unwrap_or_else(|| PathBuf::from("tauri-driver"))
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its number").port()
}

impl Driver {
    /// Starts the driver. `home` is the home folder of the programs it opens.
    pub async fn start(program: &Path, home: &Path) -> Driver {
        let (port, native) = (free_port(), free_port());
        let child = Command::new(tauri_driver(program))
            .args([
                "--port",
                &port.to_string(),
                "--native-port",
                &native.to_string(),
            ])
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .stdout(Stdio::null())
            .spawn()
            .expect("tauri-driver starts (./dev setup test installs it)");
        let driver = Driver { child, port };
        let started = Instant::now();
        // tauri-driver hangs up on a session asked for before its own driver listens.
        for port in [native, port] {
            while tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .is_err()
            {
                assert!(
                    started.elapsed() < PATIENCE,
                    "the driver does not listen on {port}"
                );
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
        driver
    }

    /// Opens the program's window on a library.
    pub async fn open(self, program: &Path, library: &Path) -> Session {
        let mut capabilities = serde_json::Map::new();
        capabilities.insert(
            "tauri:options".to_owned(),
            json!({ "application": program, "args": ["--library", library] }),
        );
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let client = builder
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .unwrap_or_else(|error| panic!("the window does not open: {error}"));
        Session {
            _driver: self,
            client,
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked to end, unlike killed, it ends WebKit's driver too. It may have ended by itself.
        let _ = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        let _ = self.child.wait();
    }
}

impl Session {
    /// Waits until a script answers something else than null and false, and answers that.
    pub async fn until(&self, what: &str, script: &str) -> serde_json::Value {
        let started = Instant::now();
        loop {
            let answer = self
                .client
                .execute(script, Vec::new())
                .await
                .unwrap_or_else(|error| panic!("{what}: {error}"));
            if !answer.is_null() && answer != json!(false) {
                return answer;
            }
            if started.elapsed() > PATIENCE {
                let page = self
                    .client
                    .execute("return document.body.innerText", Vec::new())
                    .await;
                panic!("{what} does not come; the page says: {page:?}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Closes the window, which ends the program.
    pub async fn end(self) {
        // A window that has gone already is as closed as can be.
        let _ = self.client.close().await;
    }
}
