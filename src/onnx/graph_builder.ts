/** Puts an ONNX graph together one operator at a time, naming the values in between. */

import type {
  AnyInitializer,
  Attribute,
  Branch,
  ElementType,
  GraphNode,
  Initializer,
  OnnxModel,
  ValueInfo,
} from "./onnx_model.js";

/** Operators outside the standard set that ONNX Runtime adds: fused and quantised ones. */
export const MICROSOFT = "com.microsoft";

/** What `GraphBuilder.node` takes besides the operator and its inputs. */
export interface NodeOptions {
  /** Default "": the standard operators. */
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Name of the result; default: one made from the operator and a number. */
  readonly output?: string;
}

/** Adds operators to one way of a choice, and returns the name of its result. */
export type BranchWriter = (branch: Pick<GraphBuilder, "node">) => string;

/** A graph under construction. `I` says whether its constants may be streamed. */
export class GraphBuilder<I extends AnyInitializer = Initializer> {
  readonly #inputs: ValueInfo[] = [];
  readonly #outputs: ValueInfo[] = [];
  readonly #nodes: GraphNode[] = [];
  readonly #initializers = new Map<string, I>();
  /** Before the names of values: those of a branch must differ from those around it. */
  readonly #prefix: string;

  constructor(prefix = "") {
    this.#prefix = prefix;
  }

  /** Adds a graph input and returns its name. */
  input(name: string, type: ElementType, dims: readonly (number | string)[]): string {
    this.#inputs.push({ name, type, dims });
    return name;
  }

  /** Declares the value `name` a graph output. */
  output(name: string, type: ElementType, dims: readonly (number | string)[]): void {
    this.#outputs.push({ name, type, dims });
  }

  /** Adds a constant and returns its name; a second one of the same name is the first. */
  constant(initializer: I): string {
    if (!this.#initializers.has(initializer.name)) {
      this.#initializers.set(initializer.name, initializer);
    }
    return initializer.name;
  }

  /** Adds an operator with one output and returns that output's name. */
  node(op: string, inputs: readonly string[], options: NodeOptions = {}): string {
    const output = options.output ?? `${this.#prefix}${op}_${this.#nodes.length}`;
    this.#nodes.push({
      op,
      inputs,
      output,
      ...(options.domain === undefined ? {} : { domain: options.domain }),
      ...(options.attributes === undefined ? {} : { attributes: options.attributes }),
    });
    return output;
  }

  /**
   * The float32 result of `then` where the boolean value `condition` is true, else that of
   * `otherwise`; only that one is computed. Both may use the values of this graph; constants are
   * added before.
   */
  choose(
    condition: string,
    then: BranchWriter,
    otherwise: BranchWriter,
    options: Pick<NodeOptions, "output"> = {},
  ): string {
    const branch = (way: string, write: BranchWriter): Branch => {
      const inner = new GraphBuilder(`${this.#prefix}${way}_${this.#nodes.length}/`);
      const name = write(inner);
      return { nodes: inner.#nodes, output: { name, type: "float32" } };
    };
    return this.node("If", [condition], {
      ...options,
      attributes: {
        then_branch: { graph: branch("then", then) },
        else_branch: { graph: branch("else", otherwise) },
      },
    });
  }

  /** The finished description, for `writeModel`. */
  build(): OnnxModel<I> {
    return {
      inputs: this.#inputs,
      outputs: this.#outputs,
      nodes: this.#nodes,
      initializers: [...this.#initializers.values()],
    };
  }
}
