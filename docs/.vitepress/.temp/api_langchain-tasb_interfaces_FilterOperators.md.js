import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: FilterOperators","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/FilterOperators.md","filePath":"api/langchain-tasb/interfaces/FilterOperators.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/FilterOperators.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-filteroperators" tabindex="-1">Interface: FilterOperators <a class="header-anchor" href="#interface-filteroperators" aria-label="Permalink to &quot;Interface: FilterOperators&quot;">​</a></h1><p>Conditions on one field; all of them must hold.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-eq"></a> <code>$eq?</code></td><td><a href="./../type-aliases/FilterScalar.html"><code>FilterScalar</code></a></td><td>Equal; in a field of several values, one of them.</td></tr><tr><td><a id="property-exists"></a> <code>$exists?</code></td><td><code>boolean</code></td><td>Whether the field is there.</td></tr><tr><td><a id="property-gt"></a> <code>$gt?</code></td><td><code>string</code> | <code>number</code> | <code>Date</code></td><td>Greater.</td></tr><tr><td><a id="property-gte"></a> <code>$gte?</code></td><td><code>string</code> | <code>number</code> | <code>Date</code></td><td>Greater or equal.</td></tr><tr><td><a id="property-in"></a> <code>$in?</code></td><td>readonly <a href="./../type-aliases/FilterScalar.html"><code>FilterScalar</code></a>[]</td><td>One of these.</td></tr><tr><td><a id="property-lt"></a> <code>$lt?</code></td><td><code>string</code> | <code>number</code> | <code>Date</code></td><td>Less.</td></tr><tr><td><a id="property-lte"></a> <code>$lte?</code></td><td><code>string</code> | <code>number</code> | <code>Date</code></td><td>Less or equal.</td></tr><tr><td><a id="property-ne"></a> <code>$ne?</code></td><td><a href="./../type-aliases/FilterScalar.html"><code>FilterScalar</code></a></td><td>Not equal; a missing field satisfies it.</td></tr><tr><td><a id="property-nin"></a> <code>$nin?</code></td><td>readonly <a href="./../type-aliases/FilterScalar.html"><code>FilterScalar</code></a>[]</td><td>None of these.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/FilterOperators.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const FilterOperators = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  FilterOperators as default
};
