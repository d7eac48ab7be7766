import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Compatibility","description":"","frontmatter":{},"headers":[],"relativePath":"compatibility.md","filePath":"compatibility.md"}');
const _sfc_main = { name: "compatibility.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="compatibility" tabindex="-1">Compatibility <a class="header-anchor" href="#compatibility" aria-label="Permalink to &quot;Compatibility&quot;">​</a></h1><p>What is supported, and what of it is tried by a command:</p><table tabindex="0"><thead><tr><th>what</th><th>supported</th><th>tried</th></tr></thead><tbody><tr><td>Node.js</td><td>20.0.0 and later</td><td>20.0.0, and the newest of 20, 22 and 24</td></tr><tr><td>module systems</td><td>ES modules, CommonJS</td><td>both</td></tr><tr><td>LangChain</td><td><code>@langchain/core</code> 1.0.0 and later 1.x</td><td>1.0.0 and the newest; <code>langchain</code> 1.0.1 and the newest</td></tr><tr><td>TypeScript</td><td>5.2 and later; <code>nodenext</code>, <code>node16</code>, <code>bundler</code></td><td>5.2, 5.9 and 7</td></tr><tr><td>bundlers</td><td>esbuild, with <code>onnxruntime-node</code> external</td><td>three ways (<a href="./deployment.html#bundlers">Bundlers</a>)</td></tr><tr><td>installers</td><td>npm, pnpm</td><td>both, with and without install scripts</td></tr><tr><td>other runtimes</td><td>Deno and Bun: not supported, tried</td><td>the newest of each</td></tr><tr><td>systems</td><td>Linux x64 and arm64 (glibc), macOS arm64, Windows x64 and arm64</td><td>Linux x64 alone</td></tr></tbody></table><p>&quot;Supported&quot; means that what fails there is a bug of this package. On Deno and Bun the programs below run; no other test does. Systems other than Linux x64 rest on the builds that <code>onnxruntime-node</code> brings (<a href="./deployment.html#what-needs-the-native-library">what needs the native library</a>); musl (Alpine) and Macs with Intel processors have none. TypeScript before 5.2 does not know <code>Symbol.asyncDispose</code>, which the declarations name; with <code>skipLibCheck</code> it may do.</p><h2 id="what-is-tried" tabindex="-1">What is tried <a class="header-anchor" href="#what-is-tried" aria-label="Permalink to &quot;What is tried&quot;">​</a></h2><p><code>npm run test:compatibility</code> packs the package, installs it into projects outside the repository, and uses it there as people would: the README&#39;s programs, every entry by <code>import</code> and <code>require</code>, the README&#39;s types, bundles, and the <code>tasb</code> command. <code>npm run test:package</code> is the part of it that needs no other runtimes; each change has to pass it. The whole takes minutes, and more from the registry:</p><div class="language-sh vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">sh</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;">npm</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> run</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> test:compatibility</span></span>
<span class="line"><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;">npm</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> run</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> test:compatibility</span><span style="--shiki-light:#023B95;--shiki-dark:#79B8FF;"> --</span><span style="--shiki-light:#023B95;--shiki-dark:#79B8FF;"> --write</span></span></code></pre></div><p>With <code>--write</code> the following is what it printed:</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span>2026-11-27, linux 6.18.44-fc-v669, x64, glibc 2.36</span></span>
<span class="line"><span></span></span>
<span class="line"><span>OK    files: dist, the model, and the texts that npm shows: 41 files</span></span>
<span class="line"><span>OK    size: at most 1000000 bytes unpacked without the built-in model: 942969 bytes, and 13890943 of model</span></span>
<span class="line"><span>OK    no install script, provenance on</span></span>
<span class="line"><span>OK    declarations: no package but @langchain/core is needed to read them</span></span>
<span class="line"><span>OK    publint --strict</span></span>
<span class="line"><span>OK    are the types wrong (node16, bundler)</span></span>
<span class="line"><span>OK    Node.js 20.20.2, @langchain/core 1.4.0: the README&#39;s first program</span></span>
<span class="line"><span>OK    Node.js 20.20.2, @langchain/core 1.4.0: /bm25 and /evaluation</span></span>
<span class="line"><span>OK    Node.js 20.20.2, @langchain/core 1.4.0: importing loads no native library</span></span>
<span class="line"><span>OK    Node.js 20.20.2, @langchain/core 1.4.0: CommonJS</span></span>
<span class="line"><span>OK    TypeScript 7.0.2, NodeNext, @langchain/core 1.4.0</span></span>
<span class="line"><span>OK    TypeScript 7.0.2, Node16, @langchain/core 1.4.0</span></span>
<span class="line"><span>OK    TypeScript 7.0.2, Bundler, @langchain/core 1.4.0</span></span>
<span class="line"><span>OK    Node.js 20.20.2, @langchain/core 1.0.0: the README&#39;s first program</span></span>
<span class="line"><span>OK    Node.js 20.20.2, @langchain/core 1.0.0: /bm25 and /evaluation</span></span>
<span class="line"><span>OK    Node.js 20.20.2, @langchain/core 1.0.0: importing loads no native library</span></span>
<span class="line"><span>OK    Node.js 20.20.2, @langchain/core 1.0.0: CommonJS</span></span>
<span class="line"><span>OK    TypeScript 7.0.2, NodeNext, @langchain/core 1.0.0</span></span>
<span class="line"><span>OK    TypeScript 7.0.2, Node16, @langchain/core 1.0.0</span></span>
<span class="line"><span>OK    TypeScript 7.0.2, Bundler, @langchain/core 1.0.0</span></span>
<span class="line"><span>OK    esbuild, /bm25 and /evaluation in one file</span></span>
<span class="line"><span>OK    esbuild, langchain-tasb and onnxruntime-node external</span></span>
<span class="line"><span>OK    esbuild, onnxruntime-node alone external, workerPath given</span></span>
<span class="line"><span>OK    tasb --help</span></span>
<span class="line"><span>OK    tasb doctor finds no problem</span></span>
<span class="line"><span>OK    tasb doctor names the cure where onnxruntime-node is not installed: Install it again: ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node</span></span>
<span class="line"><span>OK    tasb doctor names the cure where its native files are missing: Install it again: ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node</span></span>
<span class="line"><span>OK    Node.js 20.0.0: the README&#39;s first program</span></span>
<span class="line"><span>OK    Node.js 20.0.0: /bm25 and /evaluation</span></span>
<span class="line"><span>OK    Node.js 20.0.0: importing loads no native library</span></span>
<span class="line"><span>OK    Node.js 20.0.0: CommonJS</span></span>
<span class="line"><span>OK    Node.js 20.20.2: the README&#39;s first program</span></span>
<span class="line"><span>OK    Node.js 20.20.2: /bm25 and /evaluation</span></span>
<span class="line"><span>OK    Node.js 20.20.2: importing loads no native library</span></span>
<span class="line"><span>OK    Node.js 20.20.2: CommonJS</span></span>
<span class="line"><span>OK    Node.js 22.23.3: the README&#39;s first program</span></span>
<span class="line"><span>OK    Node.js 22.23.3: /bm25 and /evaluation</span></span>
<span class="line"><span>OK    Node.js 22.23.3: importing loads no native library</span></span>
<span class="line"><span>OK    Node.js 22.23.3: CommonJS</span></span>
<span class="line"><span>OK    Node.js 24.21.0: the README&#39;s first program</span></span>
<span class="line"><span>OK    Node.js 24.21.0: /bm25 and /evaluation</span></span>
<span class="line"><span>OK    Node.js 24.21.0: importing loads no native library</span></span>
<span class="line"><span>OK    Node.js 24.21.0: CommonJS</span></span>
<span class="line"><span>OK    Deno 2.9.6: the README&#39;s first program</span></span>
<span class="line"><span>OK    Deno 2.9.6: /bm25 and /evaluation</span></span>
<span class="line"><span>OK    Deno 2.9.6: importing loads no native library</span></span>
<span class="line"><span>OK    Deno 2.9.6: CommonJS</span></span>
<span class="line"><span>OK    Bun 1.4.5: the README&#39;s first program</span></span>
<span class="line"><span>OK    Bun 1.4.5: /bm25 and /evaluation</span></span>
<span class="line"><span>OK    Bun 1.4.5: importing loads no native library</span></span>
<span class="line"><span>OK    Bun 1.4.5: CommonJS</span></span>
<span class="line"><span>OK    TypeScript 5.2.2, NodeNext</span></span>
<span class="line"><span>OK    TypeScript 5.2.2, Bundler</span></span>
<span class="line"><span>OK    TypeScript 5.9.3, NodeNext</span></span>
<span class="line"><span>OK    TypeScript 5.9.3, Bundler</span></span>
<span class="line"><span>OK    langchain 1.0.1, @langchain/core 1.4.0: an agent with the tool</span></span>
<span class="line"><span>OK    langchain 1.5.14, @langchain/core 1.4.0: an agent with the tool</span></span>
<span class="line"><span>OK    pnpm 10.34.9: the README&#39;s first program</span></span>
<span class="line"><span>OK    pnpm 10.34.9: /bm25 and /evaluation</span></span>
<span class="line"><span>OK    pnpm 10.34.9: importing loads no native library</span></span>
<span class="line"><span>OK    pnpm 10.34.9: CommonJS</span></span>
<span class="line"><span>OK    npm install with scripts, ONNXRUNTIME_NODE_INSTALL=skip</span></span>
<span class="line"><span></span></span>
<span class="line"><span>62 passed, 0 failed</span></span></code></pre></div><p>&quot;Importing loads no native library&quot; looks at what the process has mapped into its memory after importing each entry alone, and again after the first embedding, where the engine must be seen. Types are read with <code>skipLibCheck</code> off; errors in declarations of other packages are not counted.</p><h2 id="without-install-scripts" tabindex="-1">Without install scripts <a class="header-anchor" href="#without-install-scripts" aria-label="Permalink to &quot;Without install scripts&quot;">​</a></h2><p>On Linux x64, <code>onnxruntime-node</code> runs a script when it is installed, which fetches files for GPUs from api.nuget.org. They are not needed here. Where that server cannot be reached, the script fails, and with it the installation:</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span>npm error path …/node_modules/onnxruntime-node</span></span>
<span class="line"><span>npm error command failed</span></span>
<span class="line"><span>npm error command sh -c node ./script/install</span></span>
<span class="line"><span>npm error Error: getaddrinfo ENOTFOUND api.nuget.org</span></span></code></pre></div><p>Any one of these leaves it out:</p><div class="language-sh vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">sh</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">ONNXRUNTIME_NODE_INSTALL</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">=</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;">skip</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> npm</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> install</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> langchain-tasb</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> @langchain/core</span></span>
<span class="line"><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;">npm</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> install</span><span style="--shiki-light:#023B95;--shiki-dark:#79B8FF;"> --ignore-scripts</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> langchain-tasb</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> @langchain/core</span></span>
<span class="line"><span style="--shiki-light:#023B95;--shiki-dark:#79B8FF;">echo</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;onnxruntime-node-install=skip&quot;</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> &gt;&gt;</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> .npmrc</span></span></code></pre></div><p>The last is for projects: every later <code>npm install</code> and <code>npm ci</code> finds it there. An installation that lacks the engine, or its native files, is told so by <code>npx tasb doctor</code>, with the command that mends it.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("compatibility.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const compatibility = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  compatibility as default
};
