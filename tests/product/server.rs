//! A running `lectern serve`: the window's operations over the loopback interface.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::{Value, json};

use crate::support::Desk;

/// A running `lectern serve`, ended with the test.
pub struct Server {
    child: Child,
    address: String,
}

impl Server {
    pub fn start(desk: &Desk) -> Server {
        let mut child = desk
            .command(&["serve", "--port", "0", "--page"])
            .arg(desk.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("a pipe"))
            .read_line(&mut line)
            .expect("its address");
        let address = line.trim().trim_start_matches("http://").to_owned();
        Server { child, address }
    }

    pub fn call(&self, operation: &str, request: Value) -> (u16, Value) {
        let body = json!({ "operation": operation, "request": request }).to_string();
        let mut stream = TcpStream::connect(&self.address).expect("connects");
        write!(
            stream,
            "POST /api/call HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .expect("sends");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answers");
        let status = answer
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .expect("a status");
        let body = answer.split_once("\r\n\r\n").expect("a body").1;
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }

    pub fn ok(&self, operation: &str, request: Value) -> Value {
        let (status, value) = self.call(operation, request);
        assert_eq!(status, 200, "{operation}: {value}");
        value
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
