//! Small Bot API servers on loopback: one that answers by a function, and one that answers whatever bytes it is given.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use twofold::telegram::Client;

pub const TOKEN: &str = "4242:CANARY-token";

/// Requests as they came: the method and its parameters.
pub type Requests = Arc<Mutex<Vec<(String, Value)>>>;

type Answer = Arc<dyn Fn(&str, &Value) -> (u16, String) + Send + Sync>;

/// Serves `answer` and returns the server's address and what it was asked.
pub async fn serve(
    answer: impl Fn(&str, &Value) -> (u16, String) + Send + Sync + 'static,
) -> (String, Requests) {
    let requests = Requests::default();
    let state: (Answer, Requests) = (Arc::new(answer), requests.clone());
    let app = Router::new()
        .route("/{bot}/{method}", axum::routing::post(handle))
        .with_state(state);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, requests)
}

async fn handle(
    State((answer, requests)): State<(Answer, Requests)>,
    Path((bot, method)): Path<(String, String)>,
    body: Bytes,
) -> (StatusCode, String) {
    assert_eq!(bot, format!("bot{TOKEN}"));
    let params: Value = serde_json::from_slice(&body).unwrap();
    let (status, text) = answer(&method, &params);
    requests.lock().unwrap().push((method, params));
    (StatusCode::from_u16(status).unwrap(), text)
}

/// What a crooked server does with a connection.
#[derive(Clone, Copy)]
pub enum Trick {
    /// Reads the request, writes these bytes, closes.
    Write(&'static str),
    /// Closes with the request half read, which resets the connection.
    Reset,
    /// Reads the request and never answers.
    Silence,
}

pub async fn crooked(trick: Trick) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut silent = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            if let Trick::Reset = trick {
                let _ = stream.read_exact(&mut [0; 8]).await;
                continue;
            }
            let mut request = Vec::new();
            while !is_whole(&request) {
                let mut some = [0; 4096];
                match stream.read(&mut some).await {
                    Ok(0) | Err(_) => break,
                    Ok(n) => request.extend_from_slice(&some[..n]),
                }
            }
            match trick {
                Trick::Write(bytes) => stream.write_all(bytes.as_bytes()).await.unwrap(),
                Trick::Silence => silent.push(stream),
                Trick::Reset => {}
            }
        }
    });
    url
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .to_ascii_lowercase()
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    length.is_none_or(|length| body.len() >= length)
}

/// An address where nobody listens.
pub async fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

pub fn client(url: &str) -> Client {
    Client::new(TOKEN, Some(url)).unwrap()
}
