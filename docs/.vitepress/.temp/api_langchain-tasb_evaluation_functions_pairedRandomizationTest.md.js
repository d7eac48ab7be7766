import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: pairedRandomizationTest()","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/functions/pairedRandomizationTest.md","filePath":"api/langchain-tasb/evaluation/functions/pairedRandomizationTest.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/functions/pairedRandomizationTest.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-pairedrandomizationtest" tabindex="-1">Function: pairedRandomizationTest() <a class="header-anchor" href="#function-pairedrandomizationtest" aria-label="Permalink to &quot;Function: pairedRandomizationTest()&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">function</span><span style="--shiki-light:#622CBC;--shiki-dark:#B392F0;"> pairedRandomizationTest</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">(</span></span>
<span class="line"><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">   baseline</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">, </span></span>
<span class="line"><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">   contender</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">, </span></span>
<span class="line"><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">   options</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">?</span></span>
<span class="line"><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">)</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">:</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> Promise</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">&lt;</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;">RandomizationTest</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">&gt;;</span></span></code></pre></div><p>Two-sided paired randomization test (Fisher): if the two runs did not differ, the sign of each query&#39;s difference would be a coin toss. p is the share of sign assignments whose |mean difference| is at least the observed one.</p><p>Source: Smucker, Allan and Carterette 2007, &quot;A comparison of statistical significance tests for information retrieval evaluation&quot;. Sampled: p = (1 + hits) / (1 + samples), which is never 0 (Phipson and Smyth 2010). Where 2^n &lt;= samples, n the queries that differ, all assignments are counted instead. No difference in any query: p = 1.</p><p>Leaves the event loop free. The time is samples x differing queries: 0.1 s for 43 queries.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><code>baseline</code></td><td><code>Float64Array</code></td><td>values of the queries, [q]</td></tr><tr><td><code>contender</code></td><td><code>Float64Array</code></td><td>values of the same queries in the same order, [q]</td></tr><tr><td><code>options?</code></td><td><a href="./../interfaces/RandomizationOptions.html"><code>RandomizationOptions</code></a></td><td>-</td></tr></tbody></table><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><code>Promise</code>&lt;<a href="./../interfaces/RandomizationTest.html"><code>RandomizationTest</code></a>&gt;</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/functions/pairedRandomizationTest.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const pairedRandomizationTest = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  pairedRandomizationTest as default
};
