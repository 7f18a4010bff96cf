//! Provost checks AI systems against governance policies.
//!
//! Modules stand on floors; each imports only from lower ones. From the bottom: [`text`] · [`diagnostic`] · [`document`],
//! [`cel`] · [`schema`] · [`manifest`], [`catalog`] · [`policy`] · [`engine`] · [`testing`], [`lint`], [`coverage`],
//! [`graph`] · [`explain`] · [`report`] · [`cli`].

pub mod catalog;
pub mod cel;
pub mod cli;
pub mod coverage;
pub mod diagnostic;
pub mod document;
mod embed;
pub mod engine;
pub mod explain;
pub mod graph;
pub mod lint;
pub mod manifest;
pub mod policy;
pub mod report;
pub mod schema;
pub mod testing;
pub mod text;
