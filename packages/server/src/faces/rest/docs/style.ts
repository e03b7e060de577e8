export const style = `
:root { color-scheme: light dark; --text: #1c2024; --soft: #5b6470; --line: #dfe3e8; --back: #fff; --panel: #f5f7f9; --mark: #0b6e4f; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e7eaee; --soft: #9aa5b1; --line: #2f363d; --back: #14171a; --panel: #1d2125; --mark: #57c99a; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 6rem; max-width: 60rem; background: var(--back); color: var(--text);
  font: 1rem/1.6 system-ui, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; margin: 3rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 2.5rem 0 .25rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
h4 { font-size: .95rem; margin: 1.25rem 0 .25rem; color: var(--soft); }
p { margin: .5rem 0; max-width: 44rem; }
a { color: var(--mark); }
nav ul { columns: 16rem; padding: 1rem 1rem 1rem 2rem; margin: 1.5rem 0; background: var(--panel); border-radius: .5rem; }
code, pre { font: .875em/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
code { background: var(--panel); padding: .1em .3em; border-radius: .25rem; overflow-wrap: anywhere; }
pre { background: var(--panel); padding: .9rem 1rem; border-radius: .5rem; overflow-x: auto; }
.method { color: var(--mark); font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
td:first-child { white-space: nowrap; }
`;
