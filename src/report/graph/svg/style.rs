/// The styles of all pictures, for light and dark: explicit colors in both, since not every reader of SVG knows variables.
pub const STYLE: &str = "\
.provost-graph{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;font-size:11px}
.provost-graph text{fill:#1f2328}
.provost-graph .title{font-size:16px;font-weight:600}
.provost-graph .name{font-size:13px;font-weight:600}
.provost-graph .soft,.provost-graph .zone-title{fill:#59636e}
.provost-graph .zone-title{font-size:12px;font-weight:600;letter-spacing:.03em}
.provost-graph .bad{fill:#c11a28;font-weight:600}
.provost-graph .back{fill:#ffffff}
.provost-graph .zone{fill:#f6f8fa;stroke:#afb8c1;stroke-dasharray:2 3}
.provost-graph .card{fill:#ffffff;stroke:#818b98}
.provost-graph .card.system{stroke:#1f2328;stroke-width:2}
.provost-graph .card.faint{stroke-dasharray:6 4}
.provost-graph .card.failed{stroke:#d1242f;stroke-width:2}
.provost-graph .edge{fill:none;stroke:#6e7781;stroke-width:1.5}
.provost-graph .head{fill:#6e7781;stroke:none}
.provost-graph .uses .edge{stroke-dasharray:2 4}
.provost-graph .feeds .edge{stroke:#1f2328;stroke-width:2.5}
.provost-graph .feeds .head{fill:#1f2328}
.provost-graph .undeclared .edge{stroke-dasharray:7 4}
.provost-graph .internal .edge{stroke:#0969da}
.provost-graph .internal .head,.provost-graph .internal text.data{fill:#0969da}
.provost-graph .confidential .edge{stroke:#9a6700}
.provost-graph .confidential .head,.provost-graph .confidential text.data{fill:#9a6700}
.provost-graph .personal .edge{stroke:#7a3fd1;stroke-width:2}
.provost-graph .personal .head,.provost-graph .personal text.data{fill:#7a3fd1}
.provost-graph .special-category .edge{stroke:#a0126e;stroke-width:3}
.provost-graph .special-category .head,.provost-graph .special-category text.data{fill:#a0126e}
.provost-graph .failed .edge{stroke:#d1242f;stroke-width:3}
.provost-graph .failed .head{fill:#d1242f}
@media (prefers-color-scheme:dark){
.provost-graph text{fill:#e6edf3}
.provost-graph .soft,.provost-graph .zone-title{fill:#9da7b3}
.provost-graph .bad{fill:#ff7b72}
.provost-graph .back{fill:#0d1117}
.provost-graph .zone{fill:#151b23;stroke:#59636e}
.provost-graph .card{fill:#0d1117;stroke:#7d8590}
.provost-graph .card.system{stroke:#e6edf3}
.provost-graph .card.failed{stroke:#f85149}
.provost-graph .edge{stroke:#8b949e}
.provost-graph .head{fill:#8b949e}
.provost-graph .feeds .edge{stroke:#e6edf3}
.provost-graph .feeds .head{fill:#e6edf3}
.provost-graph .internal .edge{stroke:#58a6ff}
.provost-graph .internal .head,.provost-graph .internal text.data{fill:#58a6ff}
.provost-graph .confidential .edge{stroke:#d29922}
.provost-graph .confidential .head,.provost-graph .confidential text.data{fill:#d29922}
.provost-graph .personal .edge{stroke:#b490ff}
.provost-graph .personal .head,.provost-graph .personal text.data{fill:#b490ff}
.provost-graph .special-category .edge{stroke:#f778ba}
.provost-graph .special-category .head,.provost-graph .special-category text.data{fill:#f778ba}
.provost-graph .failed .edge{stroke:#f85149}
.provost-graph .failed .head{fill:#f85149}
}
";
