/**
 * Generated from openapi/xpander.yaml. Do not edit: change the description and run `pnpm generate`.
 */

export interface paths {
    "/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List agents
         *
         * The agents of your organization in brief, a page at a time.
         */
        get: operations["listAgents"];
        put?: never;
        /**
         * Create an agent
         *
         * The agent can be invoked at once. Repeating the request makes a second agent or fails because the name is taken.
         */
        post: operations["createAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/full": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List agents with all their settings
         *
         * Like `listAgents`, with everything `getAgent` tells.
         */
        get: operations["listFullAgents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The agent, by its id as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        /** Read an agent */
        get: operations["getAgent"];
        /**
         * Deploy the changes of an agent
         *
         * Takes no body. Puts the draft into service as a new version.
         */
        put: operations["deployAgent"];
        post?: never;
        /**
         * Delete an agent
         *
         * Removes the agent and cancels what it runs.
         */
        delete: operations["deleteAgent"];
        options?: never;
        head?: never;
        /**
         * Change an agent
         *
         * Changes the draft. Invocations run the old settings until `deployAgent`, unless they ask for version `draft`.
         */
        patch: operations["updateAgent"];
        trace?: never;
    };
    "/v1/agents/{agent_id}/invoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The agent, by its id as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run an agent and wait for its answer
         *
         * Holds the connection until the run has ended, commonly 5 to 30 seconds and sometimes minutes, and answers with the
         * finished task. The HTTP status says only that the run took place: a run that failed is also answered with 200, so
         * look at `status`.
         *
         * A connection that breaks, a 502 or a 504 does not mean that nothing ran. Do not send the request again blindly.
         */
        post: operations["invoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/invoke/async": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The agent, by its id as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start an agent and return at once
         *
         * Accepts the request and answers with a task that has not run yet. Read it with `getTask` until its `status` is
         * `completed`, `failed`, `error` or `stopped`; a `paused` task waits for a person.
         *
         * Repeating the request starts a second run.
         */
        post: operations["invokeAsync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/invoke/stream": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The agent, by its id as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run an agent and watch it work
         *
         * Answers with server-sent events, one JSON text in each `data:` line and no `event:` line. The first is `task_created`,
         * the last `task_finished`, which holds the complete answer; a run need not send a single `chunk`. Errors before the first
         * event are ordinary JSON answers.
         *
         * When the connection breaks, the run goes on: take `task_id` from any event and read the task. Repeating the request
         * starts a second run.
         */
        post: operations["invokeStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The agent, by its id as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        /**
         * List the tasks of one agent
         *
         * Like `listTasks`, for one agent and without the dates.
         */
        get: operations["listAgentTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/invoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The workflow to run. A workflow is an agent of the type `orchestration`, and this is its id.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a workflow and wait for its answer
         *
         * Like `invoke`, for a workflow: the same body, and a task whose `agent_id` is the workflow's id. A run that failed is
         * answered with 200 as well. Do not repeat the request blindly.
         */
        post: operations["invokeWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/invoke/async": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The workflow to run. A workflow is an agent of the type `orchestration`, and this is its id.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a workflow and return at once
         *
         * Like `invokeAsync`, for a workflow. The first answer is `pending` or `executing`; read the task with `getTask`.
         */
        post: operations["invokeWorkflowAsync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/invoke/stream": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The workflow to run. A workflow is an agent of the type `orchestration`, and this is its id.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a workflow and watch it work
         *
         * Like `invokeStream`, for a workflow. One page writes the name of the last event as `TaskFinished`.
         */
        post: operations["invokeWorkflowStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tasks
         *
         * The tasks of your organization, a page at a time. The order is not documented; it looks like the latest change first, so
         * rows can move between pages while runs progress. Useful to follow many runs with few requests.
         */
        get: operations["listTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The `id` of a task. The server makes UUIDs, but an id chosen by the caller of the first invocation is found too.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * Read a task
         *
         * The record of a run as it stands now. In a continued thread the record is reused, so right after a new turn was sent
         * it may still show the previous turn's end.
         */
        get: operations["getTask"];
        put?: never;
        post?: never;
        /**
         * Delete a task
         *
         * Stops the task if it runs, and erases its result, its thread and all tasks it started. To end a run and keep its record,
         * use `stopTask`.
         */
        delete: operations["deleteTask"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{task_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The `id` of a task. The server makes UUIDs, but an id chosen by the caller of the first invocation is found too.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a run
         *
         * Ends a run that is pending, executing or paused. A task that has already ended is answered as it is, so stopping twice
         * does no harm. A worker may need some seconds to let go.
         */
        post: operations["stopTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{task_id}/thread": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The `id` of a task. The server makes UUIDs, but an id chosen by the caller of the first invocation is found too.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * Read the messages of a thread
         *
         * What was said, oldest first, in all turns; what tasks it started said is left out. See `getFullThread` for those.
         */
        get: operations["getThread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{task_id}/thread/full": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The `id` of a task. The server makes UUIDs, but an id chosen by the caller of the first invocation is found too.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * Read the messages of a thread and of all tasks it started
         *
         * The complete history of a continued thread.
         */
        get: operations["getFullThread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/misc/llm_providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the providers of language models
         *
         * Whose models your organization can use.
         */
        get: operations["listLlmProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/misc/llm_providers/{provider_identifier}/models": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The `internal_identifier` of a provider.
                 * @example anthropic
                 */
                provider_identifier: components["parameters"]["ProviderIdentifier"];
            };
            cookie?: never;
        };
        /** List the models of a provider */
        get: operations["listLlmModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See whether the API is up
         *
         * Needs no key.
         */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** The states an agent can be in. Only an `ACTIVE` one can be invoked. */
        KnownAgentStatus: "DRAFT" | "ACTIVE" | "INACTIVE";
        /** The state of an agent, as reported. May be a value newer than this description. */
        AgentStatus: components["schemas"]["KnownAgentStatus"] | (string & {});
        /** Where an agent runs. A `container` has to be running before its agent can be invoked. */
        KnownDeploymentType: "serverless" | "container";
        /** Where an agent runs, as reported. May be a value newer than this description. */
        DeploymentType: components["schemas"]["KnownDeploymentType"] | (string & {});
        /**
         * An instant in ISO 8601. Read one without a time zone as UTC.
         * @example 2026-02-07T02:13:26.325626Z
         */
        Timestamp: string;
        /** What an agent has been told to be and to do. */
        AgentInstructions: {
            /**
             * What the agent is, a line each. Default none.
             * @default []
             */
            role?: string[] | null;
            /**
             * What the agent is for, a line each. Default none.
             * @default []
             */
            goal?: string[] | null;
            /** Everything else it should know. Default empty. */
            general?: string | null;
        };
        /** The identifier of a model provider. `listLlmProviders` names the ones your organization can use. */
        ModelProvider: ("openai" | "nim" | "amazon_bedrock" | "huggingFace" | "friendlyAI" | "anthropic" | "gemini" | "fireworks" | "google_ai_studio" | "helicone" | "open_router" | "nebius" | "azure_ai_foundary" | "cloudflare_ai_gw") | (string & {});
        /** The framework an agent is built with. */
        AgentFramework: ("agno" | "google-adk" | "langchain" | "open-ai-agents" | "strands-agents" | "open-claw") | (string & {});
        /** An agent as lists show it. Only `id` is certain to be there. */
        AgentSummary: {
            /** Names the agent. Invoke it with this id. */
            id: string;
            /** The agent's name, unique in the organization. */
            name?: string | null;
            /** The organization the agent belongs to. */
            organization_id?: string | null;
            /** What the agent is for. */
            description?: string | null;
            /** An emoji or a URL. */
            icon?: string | null;
            /** Whether the agent can be invoked. */
            status?: components["schemas"]["AgentStatus"] | null;
            /** Where the agent runs. */
            deployment_type?: components["schemas"]["DeploymentType"] | null;
            /** When the agent was made. */
            created_at?: components["schemas"]["Timestamp"] | null;
            /** What the agent has been told. */
            instructions?: components["schemas"]["AgentInstructions"] | null;
            /** The provider of its model. */
            model_provider?: components["schemas"]["ModelProvider"] | null;
            /** The address of its model, when it is not the usual one. */
            llm_api_base?: string | null;
            /** Its model. */
            model_name?: string | null;
            /** The framework the agent is built with. */
            framework?: components["schemas"]["AgentFramework"] | null;
            /** Whether NeMo guardrails are in use. */
            using_nemo?: boolean | null;
            /** Whether the agent coordinates others. */
            is_coordinate_mode?: boolean | null;
            /** Whether there are edits that are not deployed yet. An invocation of version `draft` runs them. */
            has_pending_changes?: boolean | null;
        };
        /** One page of agents. */
        AgentPage: {
            /** The rows of this page. */
            items: components["schemas"]["AgentSummary"][];
            /** How many rows there are on all pages. */
            total?: number | null;
            /** The number of this page; the first is 1. */
            page?: number | null;
            /** How many rows a page holds at most. */
            per_page?: number | null;
            /** How many pages there are. */
            total_pages?: number | null;
        };
        /** The body of most errors. Members other than `detail` are possible. */
        ApiErrorBody: {
            /** What went wrong, in words. */
            detail?: string | null;
        };
        /** One thing the server did not accept in a request. */
        ValidationIssue: {
            /** The path to the bad value, beginning with `body`, `query` or `path`; array positions are numbers. */
            loc: (string | number)[];
            /** What is wrong with it, in words. */
            msg: string;
            /** The kind of mistake, for example `missing` or `enum`. */
            type: string;
            /** The refused value, echoed. It may hold what the caller must keep out of logs. */
            input?: unknown;
            /** Values that belong to the message, such as a limit. */
            ctx?: {
                [key: string]: unknown;
            } | null;
        };
        /** The body of a 422. */
        ValidationErrorBody: {
            /** Everything that was wrong, one entry each. */
            detail: components["schemas"]["ValidationIssue"][];
        };
        /** An error text wrapped in one or more further objects. */
        NestedErrorDetail: {
            /** The text, or one more level of the same. */
            detail?: string | components["schemas"]["NestedErrorDetail"] | null;
        };
        /** The body of a 429. The same status stands for too many requests and for a used-up plan; only the text tells. */
        RateLimitErrorBody: {
            /** The reason, as a text or as a text some levels down (`detail.detail.detail`). */
            detail?: string | components["schemas"]["NestedErrorDetail"] | null;
            /** The reason, in another form seen. */
            message?: string | null;
            /** The reason, in yet another form seen. */
            error?: string | null;
        };
        /** The kinds of agents. `a2a` and `curl` stand for agents that live elsewhere; `orchestration` is a workflow. */
        KnownAgentType: "manager" | "regular" | "a2a" | "curl" | "orchestration";
        /** What an agent is to be and to do. */
        AgentInstructionsInput: {
            /**
             * What the agent is, a line each. Default none.
             * @default []
             */
            role?: string[];
            /**
             * What the agent is for, a line each. Default none.
             * @default []
             */
            goal?: string[];
            /** Everything else it should know. Default empty. */
            general?: string;
        };
        /** The effort a reasoning model is asked to spend. */
        KnownReasoningEffort: "low" | "medium" | "high" | "xhigh";
        /** Whose key pays for the model: xpander's or your own. */
        KnownCredentialsKeyType: "xpander" | "custom";
        /** The formats an answer can be asked for in. `json` goes together with `output_schema`; `voice` asks for speech. */
        KnownOutputFormat: "text" | "markdown" | "json" | "voice";
        /** How a manager hands work to its sub-agents. */
        KnownDelegationType: "router" | "sequence";
        /** What a sub-agent is told of what went before. */
        KnownDelegationMemoryStrategy: "full" | "summarization" | "original-input";
        /** Who has the last word after a delegation. */
        KnownDelegationEndStrategy: "return-to-start" | "finish-with-last";
        /** Who may use an agent. */
        KnownAccessScope: "personal" | "organizational";
        /** A new agent. Only `name` is required. */
        CreateAgentRequest: {
            /** The agent's name, unique in the organization. */
            name: string;
            /** What the agent is for. */
            description?: string | null;
            /** An emoji or a URL. */
            icon?: string | null;
            /** A picture of it. */
            avatar?: string | null;
            /**
             * The kind of agent. Default `manager`.
             * @default manager
             */
            type?: components["schemas"]["KnownAgentType"] | null;
            /**
             * Where the agent runs. Default `serverless`.
             * @default serverless
             */
            deployment_type?: components["schemas"]["KnownDeploymentType"] | null;
            /** What the agent is to be and to do. */
            instructions?: components["schemas"]["AgentInstructionsInput"] | null;
            /** What a good result looks like, in plain words. */
            expected_output?: string | null;
            /**
             * The provider of its model. Default `anthropic`.
             * @default anthropic
             */
            model_provider?: components["schemas"]["ModelProvider"] | null;
            /**
             * Its model. Default `claude-sonnet-4-6`; the server may put a newer one in its place.
             * @default claude-sonnet-4-6
             */
            model_name?: string | null;
            /**
             * How much its model reasons. Default `medium`.
             * @default medium
             */
            llm_reasoning_effort?: components["schemas"]["KnownReasoningEffort"] | null;
            /** The address of its model, when it is not the usual one. */
            llm_api_base?: string | null;
            /** Whose key pays for the model. */
            llm_credentials_key_type?: components["schemas"]["KnownCredentialsKeyType"] | null;
            /** Your own key for the model. A secret. */
            llm_credentials?: {
                [key: string]: unknown;
            } | null;
            /** Headers to send to the model. They may hold secrets. */
            llm_extra_headers?: {
                [key: string]: string;
            } | null;
            /** Further settings of the model. */
            llm_settings?: unknown[] | Record<string, never> | null;
            /**
             * The format of its answers. Default `markdown`.
             * @default markdown
             */
            output_format?: components["schemas"]["KnownOutputFormat"] | null;
            /** The JSON Schema its answers are to follow. Goes together with `output_format` `json`. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /**
             * The framework to build it with. Default `agno`.
             * @default agno
             */
            framework?: components["schemas"]["AgentFramework"] | null;
            /**
             * Whether it plans before it works. Default `false`.
             * @default false
             */
            deep_planning?: boolean | null;
            /**
             * Whether it goes on until every step is done. Default `false`.
             * @default false
             */
            enforce_deep_planning?: boolean | null;
            /** How it hands work to sub-agents. */
            delegation_type?: components["schemas"]["KnownDelegationType"] | null;
            /** What its sub-agents are told. */
            delegation_memory_strategy?: components["schemas"]["KnownDelegationMemoryStrategy"] | null;
            /** Who has the last word. */
            delegation_end_strategy?: components["schemas"]["KnownDelegationEndStrategy"] | null;
            /** Who may use it. Set it: the documents name both values as the default. */
            access_scope?: components["schemas"]["KnownAccessScope"] | null;
            /** The connections and operations to attach. */
            attached_tools?: {
                [key: string]: unknown;
            }[] | null;
            /** Its tools, sub-agents and servers, and how they are joined. */
            graph?: {
                [key: string]: unknown;
            }[] | null;
            /** Where invocations may come from. */
            source_nodes?: {
                [key: string]: unknown;
            }[] | null;
            /** The knowledge it may search. */
            knowledge_bases?: {
                [key: string]: unknown;
            }[] | null;
            /** How to reach an agent that lives elsewhere. */
            connectivity_details?: {
                [key: string]: unknown;
            } | null;
            /** Settings of the agno framework: memory, history, storage. */
            agno_settings?: {
                [key: string]: unknown;
            } | null;
            /** The environment to run in. */
            environment_id?: string | null;
            /**
             * Whether to use NeMo guardrails. Default `false`.
             * @default false
             */
            using_nemo?: boolean | null;
            /** Not needed: the key belongs to one organization. */
            organization_id?: string | null;
            /** Who makes it. */
            created_by?: string | null;
        };
        /** The kind of an agent, as reported. May be a value newer than this description. */
        AgentType: components["schemas"]["KnownAgentType"] | (string & {});
        /** Who may use an agent, as reported. May be a value newer than this description. */
        AccessScope: components["schemas"]["KnownAccessScope"] | (string & {});
        /** The format of an answer, as reported. May be a value newer than this description. */
        OutputFormat: components["schemas"]["KnownOutputFormat"] | (string & {});
        /** The reasoning effort of a run, as reported. May be a value newer than this description. */
        ReasoningEffort: components["schemas"]["KnownReasoningEffort"] | (string & {});
        /** Whose key pays for the model, as reported. May be a value newer than this description. */
        CredentialsKeyType: components["schemas"]["KnownCredentialsKeyType"] | (string & {});
        /** How a manager hands on work, as reported. May be a value newer than this description. */
        DelegationType: components["schemas"]["KnownDelegationType"] | (string & {});
        /** What a sub-agent is told, as reported. May be a value newer than this description. */
        DelegationMemoryStrategy: components["schemas"]["KnownDelegationMemoryStrategy"] | (string & {});
        /** Who has the last word, as reported. May be a value newer than this description. */
        DelegationEndStrategy: components["schemas"]["KnownDelegationEndStrategy"] | (string & {});
        /** An agent with all its settings. Only `id` is certain to be there; further settings pass through. */
        AgentDetails: {
            /** Names the agent. Invoke it with this id. */
            id: string;
            /** The agent's name, unique in the organization. */
            name?: string | null;
            /** The organization the agent belongs to. */
            organization_id?: string | null;
            /** What the agent is for. */
            description?: string | null;
            /** An emoji or a URL. */
            icon?: string | null;
            /** Whether the agent can be invoked. */
            status?: components["schemas"]["AgentStatus"] | null;
            /** Where the agent runs. */
            deployment_type?: components["schemas"]["DeploymentType"] | null;
            /** When the agent was made. */
            created_at?: components["schemas"]["Timestamp"] | null;
            /** What the agent has been told. */
            instructions?: components["schemas"]["AgentInstructions"] | null;
            /** The provider of its model. */
            model_provider?: components["schemas"]["ModelProvider"] | null;
            /** The address of its model, when it is not the usual one. */
            llm_api_base?: string | null;
            /** Its model. */
            model_name?: string | null;
            /**
             * The framework the agent is built with. Default `agno`.
             * @default agno
             */
            framework?: components["schemas"]["AgentFramework"] | null;
            /** Whether NeMo guardrails are in use. */
            using_nemo?: boolean | null;
            /** Whether the agent coordinates others. */
            is_coordinate_mode?: boolean | null;
            /** Whether there are edits that are not deployed yet. An invocation of version `draft` runs them. */
            has_pending_changes?: boolean | null;
            /** A name for use in URLs, made from `name` by the server. */
            unique_name?: string | null;
            /** A URL on another host. It wraps what it is sent; do not use it to invoke the agent. */
            webhook_url?: string | null;
            /**
             * Grows with every deployment; a new agent starts at 2. Default 1.
             * @default 1
             */
            version?: number | null;
            /** The kind of agent. */
            type?: components["schemas"]["AgentType"] | null;
            /** Who made it. */
            created_by?: string | null;
            /** When it was last deployed. Seen after a deployment only. */
            deployed_at?: components["schemas"]["Timestamp"] | null;
            /** The template it was made from, if any. */
            origin_template?: string | null;
            /** The environment it runs in. */
            environment_id?: string | null;
            /** A picture of it. */
            avatar?: string | null;
            /** Who may use it. */
            access_scope?: components["schemas"]["AccessScope"] | null;
            /** What a good result looks like, in plain words. */
            expected_output?: string | null;
            /**
             * The format of its answers. Default `markdown`.
             * @default markdown
             */
            output_format?: components["schemas"]["OutputFormat"] | null;
            /** The JSON Schema its answers follow. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /** The voice of `voice` answers. */
            voice_id?: string | null;
            /** How much its model reasons. */
            llm_reasoning_effort?: components["schemas"]["ReasoningEffort"] | null;
            /** Whose key pays for the model. */
            llm_credentials_key_type?: components["schemas"]["CredentialsKeyType"] | null;
            /** Where its model key is kept. Keep it out of logs. */
            llm_credentials?: {
                [key: string]: unknown;
            } | null;
            /** Headers sent to the model. They may hold secrets. */
            llm_extra_headers?: {
                [key: string]: unknown;
            } | null;
            /** Further settings of the model. */
            llm_settings?: unknown[] | Record<string, never> | null;
            /**
             * Whether it plans before it works. Default `false`.
             * @default false
             */
            deep_planning?: boolean | null;
            /**
             * Whether it goes on until every step is done. Default `false`.
             * @default false
             */
            enforce_deep_planning?: boolean | null;
            /** How it hands work to sub-agents. */
            delegation_type?: components["schemas"]["DelegationType"] | null;
            /** What its sub-agents are told. */
            delegation_memory_strategy?: components["schemas"]["DelegationMemoryStrategy"] | null;
            /** Who has the last word. */
            delegation_end_strategy?: components["schemas"]["DelegationEndStrategy"] | null;
            /** The tools it can use. */
            tools?: unknown[] | null;
            /** The connections and operations attached to it. */
            attached_tools?: {
                [key: string]: unknown;
            }[] | null;
            /** Its tools, sub-agents and servers, and how they are joined. */
            graph?: {
                [key: string]: unknown;
            }[] | null;
            /** Where invocations may come from. */
            source_nodes?: {
                [key: string]: unknown;
            }[] | null;
            /** The knowledge it can search. */
            knowledge_bases?: {
                [key: string]: unknown;
            }[] | null;
            /** The steps, when this is a workflow. */
            orchestration_nodes?: {
                [key: string]: unknown;
            }[] | null;
            /** How to reach an agent that lives elsewhere. */
            connectivity_details?: {
                [key: string]: unknown;
            } | null;
            /** Settings of the agno framework: memory, history, storage. */
            agno_settings?: {
                [key: string]: unknown;
            } | null;
            /** Who is told of what. */
            notification_settings?: {
                [key: string]: unknown;
            } | null;
            /** Limits and repetitions of its runs. */
            task_level_strategies?: {
                [key: string]: unknown;
            } | null;
            /** Whether users sign in before a run. */
            use_oidc_pre_auth?: boolean | null;
            /** The audiences of that sign-in. */
            pre_auth_audiences?: string[] | null;
            /** Whether the model is called with the user's token. */
            use_oidc_pre_auth_token_for_llm?: boolean | null;
            /** The audience of the token for the model. */
            oidc_pre_auth_token_llm_audience?: string | null;
            /** The audience of the token for MCP servers. */
            oidc_pre_auth_token_mcp_audience?: string | null;
        };
        /** One page of agents with all their settings. */
        AgentDetailsPage: {
            /** The rows of this page. */
            items: components["schemas"]["AgentDetails"][];
            /** How many rows there are on all pages. */
            total?: number | null;
            /** The number of this page; the first is 1. */
            page?: number | null;
            /** How many rows a page holds at most. */
            per_page?: number | null;
            /** How many pages there are. */
            total_pages?: number | null;
        };
        /** Changes to an agent, at least one. They take effect with `deployAgent`; until then only version `draft` runs them. */
        UpdateAgentRequest: {
            /** A new name, unique in the organization. */
            name?: string | null;
            /** What the agent is to be and to do from now on. */
            instructions?: components["schemas"]["AgentInstructionsInput"] | null;
            /** An emoji or a URL. */
            icon?: string | null;
            /** `INACTIVE` takes the agent out of service. */
            status?: components["schemas"]["KnownAgentStatus"] | null;
            /** The provider of its model. */
            model_provider?: components["schemas"]["ModelProvider"] | null;
            /** Its model. */
            model_name?: string | null;
            /** The environment to run in. */
            environment_id?: string | null;
            /**
             * Removes all tools and sub-agents. Default `false`.
             * @default false
             */
            should_reset_graph?: boolean | null;
            /** Not needed: the key belongs to one organization. */
            organization_id?: string | null;
            /** Not needed: the path names the agent. */
            agent_id?: string | null;
        };
        /** The person on whose behalf an agent runs. */
        User: {
            /** A stable id for this person. Memory and stored tool logins are kept under it, so never reuse one for somebody else. */
            id: string;
            /** The person's e-mail address. The server refuses a user without one. */
            email: string;
            /** Given name, for agents that address the person. */
            first_name?: string | null;
            /** Family name. */
            last_name?: string | null;
            /** Anything else the agent should know about the person. Free form. */
            additional_attributes?: {
                [key: string]: unknown;
            } | null;
            /**
             * The person's role in your organization. Default `member`.
             * @default member
             */
            role?: string | null;
            /**
             * Marks an administrator of the organization. Default `false`; there is hardly ever a reason to send `true`.
             * @default false
             */
            is_super_admin?: boolean | null;
            /** IANA time zone, such as `Europe/Lisbon`, so that "tomorrow" means the person's tomorrow. */
            timezone?: string | null;
        };
        /** What the agent is asked. Give `text`, `files` or both. */
        InvokeInput: {
            /** The prompt. Default empty, which makes sense only together with `files`. */
            text?: string | null;
            /**
             * URLs of files to work on, default none. The server downloads them when the run starts, so a signed URL must outlive the time in the queue.
             * @default []
             */
            files?: string[] | null;
            /** The person the agent acts for. Leave it out to run without one; then there is no per-user memory or tool login. */
            user?: components["schemas"]["User"] | null;
        };
        /** How deeply the agent reasons before it answers. `harder` takes longer and costs more. */
        KnownThinkMode: "default" | "harder";
        /** An MCP server for one run: usually `name`, `url`, `transport` and the credentials it needs. Passed on as it is. */
        McpServer: {
            [key: string]: unknown;
        };
        /** The kind of place an invocation comes from. */
        SourceNodeType: "workbench" | "sdk" | "task" | "assistant" | "webhook" | "mcp" | "a2a" | "telegram" | "slack";
        /** An invocation of an agent. Only `input` is required. */
        InvokeRequest: {
            /** What the agent is asked. */
            input: components["schemas"]["InvokeInput"];
            /** The thread to continue: the `id` of an earlier task, sent only after that task has completed. An id nobody has used yet starts a thread under that id. Left out, the server starts a new thread and makes the id. */
            id?: string | null;
            /** The format of the result. Set it explicitly if you rely on one; without it the agent's own setting decides. */
            output_format?: components["schemas"]["KnownOutputFormat"] | null;
            /** A JSON Schema the result should follow. Has an effect with `output_format` `json`, so send both. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /** Extra rules of behaviour for this run. In spite of the name they are added to the agent's instructions and replace nothing. */
            instructions_override?: string | null;
            /** Facts the agent should know in this run, added to its system prompt. For rules, use `instructions_override`. */
            additional_context?: string | null;
            /** What a good result looks like, in plain words. */
            expected_output?: string | null;
            /**
             * How deeply the agent reasons. Default `default`; `harder` is slower and more thorough.
             * @default default
             */
            think_mode?: components["schemas"]["KnownThinkMode"] | null;
            /** Runs this once with another model provider, named by its identifier (for example `openai`). Default is the agent's own. */
            llm_model_provider?: string | null;
            /** Runs this once with another model. Default is the agent's own. */
            llm_model_name?: string | null;
            /** Reasoning effort for this run, on models that reason. Left out, the agent's own setting applies. */
            llm_reasoning_effort?: components["schemas"]["KnownReasoningEffort"] | null;
            /**
             * When `true`, the contents of `input.files` stay out of the prompt and only tools see the URLs. Default `false`.
             * @default false
             */
            disable_attachment_injection?: boolean | null;
            /** The user's OIDC token for MCP tools that sign in with OAuth. A secret, and the task echoes it back. */
            user_oidc_token?: string | null;
            /** The user's access tokens for MCP tools, keyed by the node that needs them. Secrets, and the task echoes them back. */
            user_tokens?: {
                [key: string]: unknown;
            } | null;
            /**
             * MCP servers to use in this run besides the agent's own. Default none.
             * @default []
             */
            mcp_servers?: components["schemas"]["McpServer"][] | null;
            /** A name for the task in lists. Without it the server picks one. */
            title?: string | null;
            /** Your own label for where the call came from. Without it the task shows `api`. */
            source?: string | null;
            /** The surface that made the call, recorded in the history. Recorded as `sdk` when left out. */
            source_node_type?: components["schemas"]["SourceNodeType"] | null;
            /** Extra data handed to the agent's tool calls along with their own payload. Free form. */
            payload_extension?: {
                [key: string]: unknown;
            } | null;
            /** The task this one belongs to, when one run starts another. The task shows it as `parent_execution`. */
            parent_execution_id?: string | null;
            /** The agent that caused this invocation, when it was not a person. */
            triggering_agent_id?: string | null;
            /** Pins the run to one worker of a self-hosted agent. */
            worker_id?: string | null;
            /**
             * For development of self-hosted agents. Default `false`.
             * @default false
             */
            run_locally?: boolean | null;
            /** Runs a single workflow node as a test. For the workflow editor. */
            test_run_node_id?: string | null;
            /**
             * Records fine-grained events of the run, so that an event stream can be attached. Default `false`.
             * @default false
             */
            events_streaming?: boolean | null;
            /**
             * Asks for usage metrics with the result; known to matter when a workflow calls an agent. Default `false`.
             * @default false
             */
            return_metrics?: boolean | null;
        };
        /** The seven statuses in use. `pending` waits for a worker, `executing` runs, `paused` waits for a person; `completed`, `failed`, `error` and `stopped` are final. */
        KnownTaskStatus: "pending" | "executing" | "paused" | "error" | "failed" | "completed" | "stopped";
        /** Where a run stands. A value outside the known ones is possible, and not final as far as anyone can tell. */
        TaskStatus: components["schemas"]["KnownTaskStatus"] | (string & {});
        /** The person a task was run for, as the server recorded them. */
        TaskUser: {
            /** The id sent with the invocation. */
            id?: string | null;
            /** The person's e-mail address. */
            email?: string | null;
            /** A printable name the server made from the others. */
            display_name?: string | null;
            /** Given name. */
            first_name?: string | null;
            /** Family name. */
            last_name?: string | null;
            /** The free-form attributes sent with the invocation. */
            additional_attributes?: {
                [key: string]: unknown;
            } | null;
            /**
             * The person's role. Default `member`.
             * @default member
             */
            role?: string | null;
            /**
             * Whether the person is an administrator. Default `false`.
             * @default false
             */
            is_super_admin?: boolean | null;
            /** IANA time zone. */
            timezone?: string | null;
        };
        /** What a task was asked. In a continued thread this is the latest turn. */
        TaskInput: {
            /** The prompt of the latest turn. Default empty. */
            text?: string | null;
            /**
             * The file URLs of the latest turn. Default none.
             * @default []
             */
            files?: string[] | null;
            /** The person of the latest turn, or `null` when none was sent. */
            user?: components["schemas"]["TaskUser"] | null;
        };
        /** A decision a person has to make before the run goes on. It is made where the person was notified (mail, chat); this API has no operation for it. */
        HitlRequest: {
            /** The workflow node that waits for the decision. */
            wait_node_id?: string | null;
            /** The operation that needs approval (older form). */
            operation_id?: string | null;
            /** Heading of the question (older form). */
            title?: string | null;
            /** Explanation of the question (older form). */
            description?: string | null;
            /** What is to be approved (older form). */
            content?: string | null;
            /** Who approved, once somebody has (older form). */
            approved_by?: string | null;
            /** Who rejected, once somebody has (older form). */
            rejected_by?: string | null;
        };
        /** A sign-in to an outside service that the run waits for. */
        PendingEcaRequest: {
            /** The connector that lacks credentials. */
            connector_name?: string | null;
            /** The page to show to the user, who grants access there. The run then goes on by itself. */
            auth_url?: string | null;
        };
        /** The reasoning depth of a run, as reported. May be a value newer than this description. */
        ThinkMode: components["schemas"]["KnownThinkMode"] | (string & {});
        /** What a run used. Zero also stands for "not counted". */
        TokenUsage: {
            /**
             * Tokens read by the model. Default 0.
             * @default 0
             */
            prompt_tokens?: number | null;
            /**
             * Tokens written by the model. Default 0.
             * @default 0
             */
            completion_tokens?: number | null;
            /**
             * The sum of both. Default 0.
             * @default 0
             */
            total_tokens?: number | null;
        };
        /** One step of an agent's plan. */
        DeepPlanningTask: {
            /** Id of the step within the plan. */
            id?: string | null;
            /** What the step is about. */
            title?: string | null;
            /**
             * Whether the step is done. Default `false`.
             * @default false
             */
            completed?: boolean | null;
        };
        /** The plan of an agent that plans its work. */
        DeepPlanning: {
            /**
             * Whether the agent plans before it works. Default `false`.
             * @default false
             */
            enabled?: boolean | null;
            /**
             * Whether the run is repeated until every step is done. Default `false`.
             * @default false
             */
            enforce?: boolean | null;
            /**
             * Whether work on the plan has begun. Default `false`.
             * @default false
             */
            started?: boolean | null;
            /**
             * Whether the agent stopped working to ask something. Default `false`.
             * @default false
             */
            question_raised?: boolean | null;
            /**
             * The steps, in order. Default none.
             * @default []
             */
            tasks?: components["schemas"]["DeepPlanningTask"][] | null;
        };
        /** The record of a run. Only `id` is certain to be there; a short form with a handful of members is common. */
        Task: {
            /** Names the task and its thread. Poll with it, and send it as `id` to continue the conversation. */
            id: string;
            /** The agent that ran. */
            agent_id?: string | null;
            /** The organization the agent belongs to. */
            organization_id?: string | null;
            /**
             * Where the run stands, default `pending`. Look here, not at the HTTP status, to learn whether a run succeeded: only `completed` is success. Treat `null` as not finished.
             * @default pending
             */
            status?: components["schemas"]["TaskStatus"] | null;
            /** The answer, or the error text when `status` is `error`. `null` (now and then empty) until the run has ended. With `output_format` `json` this is JSON text; be prepared to meet an object all the same. */
            result?: string | null;
            /** What the agent was asked, in the latest turn. */
            input?: components["schemas"]["TaskInput"] | null;
            /** When the task was accepted. */
            created_at?: components["schemas"]["Timestamp"] | null;
            /** When a worker began. May stay `null` even on a completed task. */
            started_at?: components["schemas"]["Timestamp"] | null;
            /** When the run last stopped to wait for a person. */
            paused_at?: components["schemas"]["Timestamp"] | null;
            /** When the run ended, whatever the outcome. */
            finished_at?: components["schemas"]["Timestamp"] | null;
            /** The decision a `paused` run waits for, if it is one. */
            hitl_request?: components["schemas"]["HitlRequest"] | null;
            /** The sign-in a `paused` run waits for, if it is one. */
            pending_eca_request?: components["schemas"]["PendingEcaRequest"] | null;
            /** The task's name in lists. */
            title?: string | null;
            /** The label sent with the invocation; `api` when none was. */
            source?: string | null;
            /** The version of the agent that ran. */
            agent_version?: string | null;
            /** A status for the server's own use. Do not rely on it. */
            internal_status?: string | null;
            /**
             * Tells a run stopped by somebody from one the system stopped. Default `false`.
             * @default false
             */
            is_manually_stopped?: boolean | null;
            /**
             * How often the server has tried the run. Default 1.
             * @default 1
             */
            execution_attempts?: number | null;
            /**
             * The format of `result`. Default `text`.
             * @default text
             */
            output_format?: components["schemas"]["OutputFormat"] | null;
            /** The JSON Schema the result was asked to follow. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /** The voice used for `voice` output. */
            voice_id?: string | null;
            /**
             * The reasoning depth of the run. Default `default`.
             * @default default
             */
            think_mode?: components["schemas"]["ThinkMode"] | null;
            /** The model provider that was really used. */
            llm_model_provider?: string | null;
            /** The model that was really used. */
            llm_model_name?: string | null;
            /** The reasoning effort that was really used, on models that reason. */
            llm_reasoning_effort?: components["schemas"]["ReasoningEffort"] | null;
            /** What the run used. */
            tokens?: components["schemas"]["TokenUsage"] | null;
            /** The facts sent with the invocation. */
            additional_context?: string | null;
            /** The extra rules sent with the invocation. */
            instructions_override?: string | null;
            /** The wanted outcome sent with the invocation. */
            expected_output?: string | null;
            /**
             * Whether file contents were kept out of the prompt. Default `false`.
             * @default false
             */
            disable_attachment_injection?: boolean | null;
            /**
             * The MCP servers sent with the invocation, credentials included. Default none. Keep them out of logs.
             * @default []
             */
            mcp_servers?: components["schemas"]["McpServer"][] | null;
            /** The user's tokens, echoed. Secrets; keep them out of logs. */
            user_tokens?: {
                [key: string]: unknown;
            } | null;
            /** The user's OIDC token, echoed. A secret; keep it out of logs. */
            user_oidc_token?: string | null;
            /** The extra tool data sent with the invocation. */
            payload_extension?: {
                [key: string]: unknown;
            } | null;
            /** The id of the task this one belongs to, if any. */
            parent_execution?: string | null;
            /**
             * The ids of tasks this one started. Default none.
             * @default []
             */
            sub_executions?: string[] | null;
            /**
             * Those of `sub_executions` that have ended. Default none.
             * @default []
             */
            finished_sub_executions?: string[] | null;
            /**
             * Whether the end of this task is reported to its parent. Default `false`.
             * @default false
             */
            should_update_parent?: boolean | null;
            /** The agent that caused the invocation, if one did. */
            triggering_agent_id?: string | null;
            /** The agent's plan, when it works with one. */
            deep_planning?: components["schemas"]["DeepPlanning"] | null;
            /**
             * Whether fine-grained events were recorded. Default `false`.
             * @default false
             */
            events_streaming?: boolean | null;
            /**
             * Whether a tool that changes something was called. Worth a look before a run is repeated. Default `false`.
             * @default false
             */
            used_mutating_tools?: boolean | null;
            /**
             * Whether the run works in the background of another. Default `false`.
             * @default false
             */
            is_background?: boolean | null;
            /**
             * Whether the run goes on across several turns. Default `false`.
             * @default false
             */
            is_continuous?: boolean | null;
            /**
             * Whether this is the run of a workflow. Default `false`.
             * @default false
             */
            is_orchestration?: boolean | null;
            /**
             * Whether the run came in through the agent gateway. Default `false`.
             * @default false
             */
            is_gateway?: boolean | null;
            /**
             * Whether usage metrics were asked for. Default `false`.
             * @default false
             */
            return_metrics?: boolean | null;
            /** The workflow node that ran last. */
            last_executed_node_id?: string | null;
            /** The workflow node a test run was limited to. */
            test_run_node_id?: string | null;
            /** The worker that took the run. */
            worker_id?: string | null;
        };
        /** What every event of a stream carries besides its type and its data. */
        EventEnvelope: {
            /** The task the event belongs to. A sub-task has an id of its own. */
            task_id?: string | null;
            /** The organization the task belongs to. */
            organization_id?: string | null;
            /** When it happened. */
            time?: components["schemas"]["Timestamp"] | null;
        };
        /** The invocation was accepted, in a new or a continued thread. Comes first. */
        TaskCreatedEvent: {
            /** Tells the events apart. */
            type: "task_created";
            /** The task, normally `pending`. */
            data: components["schemas"]["Task"];
        } & components["schemas"]["EventEnvelope"];
        /** The status of the task changed, mostly to `executing`. */
        TaskUpdatedEvent: {
            /** Tells the events apart. */
            type: "task_updated";
            /** The task as it stands now. */
            data: components["schemas"]["Task"];
        } & components["schemas"]["EventEnvelope"];
        /** One step of an agent that thinks aloud. */
        ReasoningStep: {
            /** Names the step. */
            id?: string | null;
            /** When it was made. */
            created_at?: string | null;
            /** The kind of step, `think` or `analyze`. */
            type?: string | null;
            /** A heading. */
            title?: string | null;
            /** How sure the agent is. */
            confidence?: number | string | null;
            /** What it thought. */
            thought?: string | null;
            /** What it means to do next. */
            action?: string | null;
            /** What came out. */
            result?: string | null;
            /** What it makes of that. */
            analysis?: string | null;
        };
        /** The agent thought about what to do. */
        ThinkEvent: {
            /** Tells the events apart. */
            type: "think";
            /** The thought, as a text or as a step. */
            data: string | components["schemas"]["ReasoningStep"] | null;
        } & components["schemas"]["EventEnvelope"];
        /** The agent looked at what came out. */
        AnalyzeEvent: {
            /** Tells the events apart. */
            type: "analyze";
            /** The conclusion, as a text or as a step. */
            data: string | components["schemas"]["ReasoningStep"] | null;
        } & components["schemas"]["EventEnvelope"];
        /** Why a tool is called. */
        ToolCallReasoning: {
            /** A heading. */
            title?: string | null;
            /** The reason. */
            description?: string | null;
        };
        /** A call of a tool. */
        ToolCall: {
            /** Joins a call with its answer. */
            request_id?: string | null;
            /** The operation that is called. */
            operation_id?: string | null;
            /** The model's id for the call. */
            tool_call_id?: string | null;
            /** The node of the agent that holds the tool. */
            graph_node_id?: string | null;
            /** The name of the tool. */
            tool_name?: string | null;
            /** What the tool is called with; any JSON. */
            payload?: unknown;
            /** Why it is called. */
            reasoning?: components["schemas"]["ToolCallReasoning"] | null;
        };
        /** A tool is about to be called. */
        ToolCallRequestEvent: {
            /** Tells the events apart. */
            type: "tool_call_request";
            /** The call. */
            data: components["schemas"]["ToolCall"];
        } & components["schemas"]["EventEnvelope"];
        /** A call of a tool with its answer. */
        ToolCallResult: {
            /** What the tool answered; any JSON. */
            result?: unknown;
            /**
             * Whether the tool failed. Default `false`.
             * @default false
             */
            is_error?: boolean | null;
        } & components["schemas"]["ToolCall"];
        /** A tool has answered. */
        ToolCallResultEvent: {
            /** Tells the events apart. */
            type: "tool_call_result";
            /** The call and its answer. */
            data: components["schemas"]["ToolCallResult"];
        } & components["schemas"]["EventEnvelope"];
        /** A piece of the answer. Some runs have none: the result of `task_finished` is the complete answer. */
        ChunkEvent: {
            /** Tells the events apart. */
            type: "chunk";
            /** The next piece of text. */
            data: string;
        } & components["schemas"]["EventEnvelope"];
        /** Work handed to another agent. */
        SubAgentTrigger: {
            /** The other agent. */
            agent_id?: string | null;
            /** What it is asked. */
            query?: string | null;
            /** Files it is given. */
            files?: string[] | null;
            /** Why. */
            reasoning?: Record<string, never> | string | null;
        };
        /** The agent handed a part of the work to another. */
        SubAgentTriggerEvent: {
            /** Tells the events apart. */
            type: "sub_agent_trigger";
            /** What was handed to whom. */
            data: components["schemas"]["SubAgentTrigger"] | null;
        } & components["schemas"]["EventEnvelope"];
        /** The plan of an agent that plans its work has changed. */
        PlanUpdatedEvent: {
            /** Tells the events apart. */
            type: "plan_updated";
            /** The plan as it stands now. */
            data: components["schemas"]["DeepPlanning"] | null;
        } & components["schemas"]["EventEnvelope"];
        /** What can happen with a sign-in. After `login_required` the run goes on by itself once somebody has signed in, within ten minutes. */
        KnownAuthStateType: "not_supported" | "login_required" | "token_issue" | "token_ready";
        /** Particulars of a sign-in. Which members there are depends on what has happened. */
        AuthStateData: {
            /** The page to open, with `login_required`. */
            url?: string | null;
            /** The MCP server that asks. */
            server_url?: string | null;
            /** Its name. */
            server_name?: string | null;
            /** Blacked out by the server, with `token_ready`. */
            access_token?: string | null;
            /** What went wrong. */
            message?: string | null;
        };
        /** Where a sign-in for a tool stands. */
        AuthState: {
            /** What has happened. */
            type?: components["schemas"]["KnownAuthStateType"] | (string & {}) | null;
            /** Particulars. */
            data?: components["schemas"]["AuthStateData"] | null;
        };
        /** A tool needs somebody to sign in, or somebody has. */
        AuthEvent: {
            /** Tells the events apart. */
            type: "auth_event";
            /** What is needed, or what has been done. */
            data: components["schemas"]["AuthState"] | null;
        } & components["schemas"]["EventEnvelope"];
        /** The two things that can be done when a run does not fit. */
        KnownCompactizationType: "retry" | "summarization";
        /** Particulars of a repetition or a summary. */
        CompactizationData: {
            /** With `retry`: whether this is one. */
            is_retry?: boolean | null;
            /** With `summarization`: the prompt that replaces the old one. */
            new_task_prompt?: string | null;
            /** With `summarization`: what is kept of what went before. */
            task_context?: string | null;
        };
        /** What was done to make room or to try again. */
        Compactization: {
            /** What was done. */
            type?: components["schemas"]["KnownCompactizationType"] | (string & {}) | null;
            /** Particulars. */
            data?: components["schemas"]["CompactizationData"] | null;
        };
        /** The run was repeated, or what went before was summarized to make room. */
        TaskCompactizationEvent: {
            /** Tells the events apart. */
            type: "task_compactization";
            /** What was done. */
            data: components["schemas"]["Compactization"] | null;
        } & components["schemas"]["EventEnvelope"];
        /** The run has ended, whatever the outcome: look at `data.status`. Comes last. */
        TaskFinishedEvent: {
            /** Tells the events apart. */
            type: "task_finished";
            /** The task at its end, with the complete answer in `result`. */
            data: components["schemas"]["Task"];
        } & components["schemas"]["EventEnvelope"];
        /** An event of conversations, an API this description leaves out. Not expected on the streams described here. */
        GatewayEvent: {
            /** Tells the events apart. */
            type: "connected" | "turn_started" | "turn_finished" | "context_status" | "inline_card";
            /** Anything. */
            data: unknown;
        } & components["schemas"]["EventEnvelope"];
        /** An event of a stream, as the JSON of one `data:` line. Types that are not listed here are possible, and no reason to stop reading. */
        TaskEvent: components["schemas"]["TaskCreatedEvent"] | components["schemas"]["TaskUpdatedEvent"] | components["schemas"]["ThinkEvent"] | components["schemas"]["AnalyzeEvent"] | components["schemas"]["ToolCallRequestEvent"] | components["schemas"]["ToolCallResultEvent"] | components["schemas"]["ChunkEvent"] | components["schemas"]["SubAgentTriggerEvent"] | components["schemas"]["PlanUpdatedEvent"] | components["schemas"]["AuthEvent"] | components["schemas"]["TaskCompactizationEvent"] | components["schemas"]["TaskFinishedEvent"] | components["schemas"]["GatewayEvent"];
        /** A task as lists show it. The names differ from those of `Task`. Only `id` is certain to be there. */
        TaskSummary: {
            /** Names the task and its thread. A continued thread is one row. */
            id: string;
            /** The agent that ran. */
            agent_id?: string | null;
            /** The organization the agent belongs to. */
            organization_id?: string | null;
            /** Where the run stands. Only `completed` is success. */
            status?: components["schemas"]["TaskStatus"];
            /** The person the task was run for; `null` when the invocation named none. */
            user_id?: string | null;
            /** The task this one belongs to, if any. `Task` calls it `parent_execution`. */
            parent_task_id?: string | null;
            /** The agent that caused the invocation, if one did. */
            triggering_agent_id?: string | null;
            /** When the row was written, which may be a moment after the task's own `created_at`. */
            created_at?: components["schemas"]["Timestamp"] | null;
            /** When the row last changed. Lists seem to be sorted by it, newest first. */
            updated_at?: components["schemas"]["Timestamp"] | null;
            /** The surface that made the call, for example `sdk`. Not the same as the `source` of a task. */
            source_node_type?: string | null;
            /** The latest turn's answer. `null` or empty until the run has ended. */
            result?: string | null;
            /** The task's name. */
            title?: string | null;
        };
        /** One page of tasks. Rows can move between pages while runs progress. */
        TaskPage: {
            /** The rows of this page. */
            items: components["schemas"]["TaskSummary"][];
            /** How many rows there are on all pages. */
            total?: number | null;
            /** The number of this page; the first is 1. */
            page?: number | null;
            /** How many rows a page holds at most. */
            per_page?: number | null;
            /** How many pages there are. */
            total_pages?: number | null;
        };
        /** Who wrote a message of a thread. */
        KnownMessageRole: "user" | "assistant" | "system" | "tool";
        /** Who wrote a message, as reported. May be a value newer than this description. */
        MessageRole: components["schemas"]["KnownMessageRole"] | (string & {});
        /** What a message cost. A user's message has zeros. */
        MessageMetrics: {
            /** Tokens read by the model. */
            input_tokens?: number | null;
            /** Tokens written by the model. */
            output_tokens?: number | null;
            /** The sum of both. */
            total_tokens?: number | null;
        };
        /** A message of a thread. Older servers send some two dozen members, newer ones four or two; none is certain. */
        ThreadMessage: {
            /** A UUID, or the id of the task followed by `_user_1`, `_agent_1` and so on. */
            id?: string | null;
            /** Who wrote it. */
            role?: components["schemas"]["MessageRole"] | null;
            /** The text. */
            content?: string | null;
            /** When it was written, in seconds since the Unix epoch; other stamps of this API are ISO texts. */
            created_at?: number | null;
            /** What it cost. */
            metrics?: components["schemas"]["MessageMetrics"] | null;
            /** A name for the author. */
            name?: string | null;
            /** What the model thought before it wrote. */
            reasoning_content?: string | null;
            /** The same, with parts left out by the provider. */
            redacted_reasoning_content?: string | null;
            /** The tools the model asked for. Their form is that of the model provider. */
            tool_calls?: {
                [key: string]: unknown;
            }[] | null;
            /** Which tool call this message answers. */
            tool_call_id?: string | null;
            /** The tool that answered. */
            tool_name?: string | null;
            /** What the tool was called with. */
            tool_args?: {
                [key: string]: unknown;
            } | null;
            /** Whether the tool failed. */
            tool_call_error?: boolean | null;
            /** Whether the run was to end after this tool. */
            stop_after_tool_call?: boolean | null;
            /** Whether the message was to be remembered. */
            add_to_agent_memory?: boolean | null;
            /** Whether the message came from an earlier turn. */
            from_history?: boolean | null;
            /** Audio that came with it. */
            audio?: unknown[] | null;
            /** Images that came with it. */
            images?: unknown[] | null;
            /** Videos that came with it. */
            videos?: unknown[] | null;
            /** Files that came with it. */
            files?: unknown[] | null;
            /** Audio the model made. */
            audio_output?: {
                [key: string]: unknown;
            } | null;
            /** An image the model made. */
            image_output?: {
                [key: string]: unknown;
            } | null;
            /** A video the model made. */
            video_output?: {
                [key: string]: unknown;
            } | null;
            /** A file the model made. */
            file_output?: {
                [key: string]: unknown;
            } | null;
            /** Sources the model named. */
            citations?: {
                [key: string]: unknown;
            } | null;
            /** Knowledge the agent was given. Its form is not documented. */
            references?: {
                [key: string]: unknown;
            } | null;
            /** Whatever the model provider added. */
            provider_data?: {
                [key: string]: unknown;
            } | null;
        };
        /** The messages of a task under `root`, and those of each task it started under that task's id. */
        FullThread: {
            /** The messages of the task itself, oldest first. */
            root: components["schemas"]["ThreadMessage"][];
        } & {
            [key: string]: components["schemas"]["ThreadMessage"][];
        };
        /** A provider of language models. Members other than the identifier are not documented and pass through. */
        LlmProvider: {
            /** The name to send as `llm_model_provider`, and in the path of `listLlmModels`. */
            internal_identifier: string;
        };
        /** A language model. */
        LlmModel: {
            /** The name to send as `llm_model_name`. */
            model_id: string;
            /** A name for people. */
            display_name?: string | null;
            /**
             * The price class. Default 1.
             * @default 1
             */
            tier?: number | null;
            /** What the model is good at. */
            description?: string | null;
        };
    };
    responses: {
        /** The API key is missing or wrong. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The key is valid, but what it asks for belongs to another organization. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** A parameter of the list was refused. */
        ListRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** Too many requests, or the plan is used up. A rate limit comes with the headers below and passes; a used-up plan has none of them and does not. */
        TooManyRequests: {
            headers: {
                "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "X-RateLimit-Reset": components["headers"]["RateLimitReset"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RateLimitErrorBody"];
            };
        };
        /** The server failed. Whether an invocation has begun to run is unknown. */
        ServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The proxy got no usable answer from the API. An invocation may have begun to run. */
        BadGateway: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
                "text/html": string;
            };
        };
        /** The API takes no requests for the moment. */
        ServiceUnavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
                "text/html": string;
            };
        };
        /** The proxy stopped waiting, as happens with long synchronous runs. The run itself probably goes on. */
        GatewayTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
                "text/html": string;
            };
        };
        /** The settings were refused; nothing has been made. */
        AgentRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** There is no such agent. */
        AgentNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The id was refused. */
        InvalidAgentId: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The changes were refused; nothing has changed. */
        AgentChangesRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The request was understood and refused; nothing has run. */
        InvocationRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** There is no such workflow. */
        WorkflowNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** There is no such task, or it has been deleted. A task that was accepted a moment ago may not be readable yet. */
        TaskNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The id was refused. */
        InvalidTaskId: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** There is no such provider. */
        ProviderNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The identifier was refused. */
        InvalidProvider: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
    };
    parameters: {
        /**
         * Which page to read. The first, and the default, is 1.
         * @example 2
         */
        Page: number;
        /**
         * How many rows a page holds, 1 to 50. Default 20.
         * @example 50
         */
        PerPage: number;
        /**
         * The agent, by its id as shown in the xpander console (a UUID).
         * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
         */
        AgentId: string;
        /**
         * Which version of the agent runs. Leave it out for the one last deployed; `draft` runs edits that are not deployed yet.
         * @example draft
         */
        AgentVersion: string;
        /** When `true`, asks for the answer at once with a task that is still `pending`. Default `false`. The `invokeAsync` operation is the dependable way to do this. */
        Asynchronous: boolean;
        /**
         * Lists only tasks run for this person.
         * @example user-2041
         */
        UserIdFilter: string;
        /**
         * Lists only tasks that this task started.
         * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
         */
        ParentTaskFilter: string;
        /**
         * Lists only tasks that this agent caused.
         * @example b1c7d0de-0c35-4a55-9d0e-7f6a6a0f2b18
         */
        TriggeringAgentFilter: string;
        /**
         * Lists only tasks in this status.
         * @example executing
         */
        StatusFilter: components["schemas"]["KnownTaskStatus"];
        /**
         * Lists only tasks in this state of the server's own. Its values are not documented.
         * @example waiting
         */
        InternalStatusFilter: string;
        /**
         * The workflow to run. A workflow is an agent of the type `orchestration`, and this is its id.
         * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
         */
        WorkflowId: string;
        /**
         * Lists only tasks of this agent.
         * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
         */
        AgentFilter: string;
        /**
         * Lists only tasks created at or after this moment. ISO 8601; without a time zone it is read as UTC.
         * @example 2026-02-01T00:00:00Z
         */
        FromDate: string;
        /**
         * Lists only tasks created at or before this moment. ISO 8601; without a time zone it is read as UTC.
         * @example 2026-02-28T00:00:00Z
         */
        ToDate: string;
        /**
         * The `id` of a task. The server makes UUIDs, but an id chosen by the caller of the first invocation is found too.
         * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
         */
        TaskId: string;
        /**
         * The `internal_identifier` of a provider.
         * @example anthropic
         */
        ProviderIdentifier: string;
    };
    requestBodies: {
        /** The new agent. Only a name is required. */
        NewAgent: {
            content: {
                "application/json": components["schemas"]["CreateAgentRequest"];
            };
        };
        /** What to change. At least one member. */
        AgentChanges: {
            content: {
                "application/json": components["schemas"]["UpdateAgentRequest"];
            };
        };
        /** What the agent is asked, and how this one run differs from its settings. */
        Invocation: {
            content: {
                "application/json": components["schemas"]["InvokeRequest"];
            };
        };
    };
    headers: {
        /**
         * How many requests the current window allows.
         * @example 100
         */
        RateLimitLimit: number;
        /**
         * How many requests are left in the current window.
         * @example 0
         */
        RateLimitRemaining: number;
        /**
         * When the current window ends, in seconds since the Unix epoch.
         * @example 1786012800
         */
        RateLimitReset: number;
        /**
         * How long to wait before the next attempt, in seconds or as an HTTP date.
         * @example 12
         */
        RetryAfter: string;
    };
    pathItems: never;
}
export type KnownAgentStatus = components['schemas']['KnownAgentStatus'];
export type AgentStatus = components['schemas']['AgentStatus'];
export type KnownDeploymentType = components['schemas']['KnownDeploymentType'];
export type DeploymentType = components['schemas']['DeploymentType'];
export type Timestamp = components['schemas']['Timestamp'];
export type AgentInstructions = components['schemas']['AgentInstructions'];
export type ModelProvider = components['schemas']['ModelProvider'];
export type AgentFramework = components['schemas']['AgentFramework'];
export type AgentSummary = components['schemas']['AgentSummary'];
export type AgentPage = components['schemas']['AgentPage'];
export type ApiErrorBody = components['schemas']['ApiErrorBody'];
export type ValidationIssue = components['schemas']['ValidationIssue'];
export type ValidationErrorBody = components['schemas']['ValidationErrorBody'];
export type NestedErrorDetail = components['schemas']['NestedErrorDetail'];
export type RateLimitErrorBody = components['schemas']['RateLimitErrorBody'];
export type KnownAgentType = components['schemas']['KnownAgentType'];
export type AgentInstructionsInput = components['schemas']['AgentInstructionsInput'];
export type KnownReasoningEffort = components['schemas']['KnownReasoningEffort'];
export type KnownCredentialsKeyType = components['schemas']['KnownCredentialsKeyType'];
export type KnownOutputFormat = components['schemas']['KnownOutputFormat'];
export type KnownDelegationType = components['schemas']['KnownDelegationType'];
export type KnownDelegationMemoryStrategy = components['schemas']['KnownDelegationMemoryStrategy'];
export type KnownDelegationEndStrategy = components['schemas']['KnownDelegationEndStrategy'];
export type KnownAccessScope = components['schemas']['KnownAccessScope'];
export type CreateAgentRequest = components['schemas']['CreateAgentRequest'];
export type AgentType = components['schemas']['AgentType'];
export type AccessScope = components['schemas']['AccessScope'];
export type OutputFormat = components['schemas']['OutputFormat'];
export type ReasoningEffort = components['schemas']['ReasoningEffort'];
export type CredentialsKeyType = components['schemas']['CredentialsKeyType'];
export type DelegationType = components['schemas']['DelegationType'];
export type DelegationMemoryStrategy = components['schemas']['DelegationMemoryStrategy'];
export type DelegationEndStrategy = components['schemas']['DelegationEndStrategy'];
export type AgentDetails = components['schemas']['AgentDetails'];
export type AgentDetailsPage = components['schemas']['AgentDetailsPage'];
export type UpdateAgentRequest = components['schemas']['UpdateAgentRequest'];
export type User = components['schemas']['User'];
export type InvokeInput = components['schemas']['InvokeInput'];
export type KnownThinkMode = components['schemas']['KnownThinkMode'];
export type McpServer = components['schemas']['McpServer'];
export type SourceNodeType = components['schemas']['SourceNodeType'];
export type InvokeRequest = components['schemas']['InvokeRequest'];
export type KnownTaskStatus = components['schemas']['KnownTaskStatus'];
export type TaskStatus = components['schemas']['TaskStatus'];
export type TaskUser = components['schemas']['TaskUser'];
export type TaskInput = components['schemas']['TaskInput'];
export type HitlRequest = components['schemas']['HitlRequest'];
export type PendingEcaRequest = components['schemas']['PendingEcaRequest'];
export type ThinkMode = components['schemas']['ThinkMode'];
export type TokenUsage = components['schemas']['TokenUsage'];
export type DeepPlanningTask = components['schemas']['DeepPlanningTask'];
export type DeepPlanning = components['schemas']['DeepPlanning'];
export type Task = components['schemas']['Task'];
export type EventEnvelope = components['schemas']['EventEnvelope'];
export type TaskCreatedEvent = components['schemas']['TaskCreatedEvent'];
export type TaskUpdatedEvent = components['schemas']['TaskUpdatedEvent'];
export type ReasoningStep = components['schemas']['ReasoningStep'];
export type ThinkEvent = components['schemas']['ThinkEvent'];
export type AnalyzeEvent = components['schemas']['AnalyzeEvent'];
export type ToolCallReasoning = components['schemas']['ToolCallReasoning'];
export type ToolCall = components['schemas']['ToolCall'];
export type ToolCallRequestEvent = components['schemas']['ToolCallRequestEvent'];
export type ToolCallResult = components['schemas']['ToolCallResult'];
export type ToolCallResultEvent = components['schemas']['ToolCallResultEvent'];
export type ChunkEvent = components['schemas']['ChunkEvent'];
export type SubAgentTrigger = components['schemas']['SubAgentTrigger'];
export type SubAgentTriggerEvent = components['schemas']['SubAgentTriggerEvent'];
export type PlanUpdatedEvent = components['schemas']['PlanUpdatedEvent'];
export type KnownAuthStateType = components['schemas']['KnownAuthStateType'];
export type AuthStateData = components['schemas']['AuthStateData'];
export type AuthState = components['schemas']['AuthState'];
export type AuthEvent = components['schemas']['AuthEvent'];
export type KnownCompactizationType = components['schemas']['KnownCompactizationType'];
export type CompactizationData = components['schemas']['CompactizationData'];
export type Compactization = components['schemas']['Compactization'];
export type TaskCompactizationEvent = components['schemas']['TaskCompactizationEvent'];
export type TaskFinishedEvent = components['schemas']['TaskFinishedEvent'];
export type GatewayEvent = components['schemas']['GatewayEvent'];
export type TaskEvent = components['schemas']['TaskEvent'];
export type TaskSummary = components['schemas']['TaskSummary'];
export type TaskPage = components['schemas']['TaskPage'];
export type KnownMessageRole = components['schemas']['KnownMessageRole'];
export type MessageRole = components['schemas']['MessageRole'];
export type MessageMetrics = components['schemas']['MessageMetrics'];
export type ThreadMessage = components['schemas']['ThreadMessage'];
export type FullThread = components['schemas']['FullThread'];
export type LlmProvider = components['schemas']['LlmProvider'];
export type LlmModel = components['schemas']['LlmModel'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseListRefused = components['responses']['ListRefused'];
export type ResponseTooManyRequests = components['responses']['TooManyRequests'];
export type ResponseServerError = components['responses']['ServerError'];
export type ResponseBadGateway = components['responses']['BadGateway'];
export type ResponseServiceUnavailable = components['responses']['ServiceUnavailable'];
export type ResponseGatewayTimeout = components['responses']['GatewayTimeout'];
export type ResponseAgentRefused = components['responses']['AgentRefused'];
export type ResponseAgentNotFound = components['responses']['AgentNotFound'];
export type ResponseInvalidAgentId = components['responses']['InvalidAgentId'];
export type ResponseAgentChangesRefused = components['responses']['AgentChangesRefused'];
export type ResponseInvocationRefused = components['responses']['InvocationRefused'];
export type ResponseWorkflowNotFound = components['responses']['WorkflowNotFound'];
export type ResponseTaskNotFound = components['responses']['TaskNotFound'];
export type ResponseInvalidTaskId = components['responses']['InvalidTaskId'];
export type ResponseProviderNotFound = components['responses']['ProviderNotFound'];
export type ResponseInvalidProvider = components['responses']['InvalidProvider'];
export type ParameterPage = components['parameters']['Page'];
export type ParameterPerPage = components['parameters']['PerPage'];
export type ParameterAgentId = components['parameters']['AgentId'];
export type ParameterAgentVersion = components['parameters']['AgentVersion'];
export type ParameterAsynchronous = components['parameters']['Asynchronous'];
export type ParameterUserIdFilter = components['parameters']['UserIdFilter'];
export type ParameterParentTaskFilter = components['parameters']['ParentTaskFilter'];
export type ParameterTriggeringAgentFilter = components['parameters']['TriggeringAgentFilter'];
export type ParameterStatusFilter = components['parameters']['StatusFilter'];
export type ParameterInternalStatusFilter = components['parameters']['InternalStatusFilter'];
export type ParameterWorkflowId = components['parameters']['WorkflowId'];
export type ParameterAgentFilter = components['parameters']['AgentFilter'];
export type ParameterFromDate = components['parameters']['FromDate'];
export type ParameterToDate = components['parameters']['ToDate'];
export type ParameterTaskId = components['parameters']['TaskId'];
export type ParameterProviderIdentifier = components['parameters']['ProviderIdentifier'];
export type RequestBodyNewAgent = components['requestBodies']['NewAgent'];
export type RequestBodyAgentChanges = components['requestBodies']['AgentChanges'];
export type RequestBodyInvocation = components['requestBodies']['Invocation'];
export type HeaderRateLimitLimit = components['headers']['RateLimitLimit'];
export type HeaderRateLimitRemaining = components['headers']['RateLimitRemaining'];
export type HeaderRateLimitReset = components['headers']['RateLimitReset'];
export type HeaderRetryAfter = components['headers']['RetryAfter'];
export type $defs = Record<string, never>;
export interface operations {
    listAgents: {
        parameters: {
            query?: {
                /**
                 * Which page to read. The first, and the default, is 1.
                 * @example 2
                 */
                page?: components["parameters"]["Page"];
                /**
                 * How many rows a page holds, 1 to 50. Default 20.
                 * @example 50
                 */
                per_page?: components["parameters"]["PerPage"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** A page of agents. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ListRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    createAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["NewAgent"];
        responses: {
            /** The new agent. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDetails"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["AgentRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    listFullAgents: {
        parameters: {
            query?: {
                /**
                 * Which page to read. The first, and the default, is 1.
                 * @example 2
                 */
                page?: components["parameters"]["Page"];
                /**
                 * How many rows a page holds, 1 to 50. Default 20.
                 * @example 50
                 */
                per_page?: components["parameters"]["PerPage"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** A page of agents. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDetailsPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ListRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    getAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The agent, by its id as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The agent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDetails"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["AgentNotFound"];
            422: components["responses"]["InvalidAgentId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    deployAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The agent, by its id as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The agent as it is in service. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDetails"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["AgentNotFound"];
            422: components["responses"]["InvalidAgentId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    deleteAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The agent, by its id as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The agent is being removed. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["AgentNotFound"];
            422: components["responses"]["InvalidAgentId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    updateAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The agent, by its id as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["AgentChanges"];
        responses: {
            /** The agent with its changes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDetails"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["AgentNotFound"];
            422: components["responses"]["AgentChangesRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    invoke: {
        parameters: {
            query?: {
                /**
                 * Which version of the agent runs. Leave it out for the one last deployed; `draft` runs edits that are not deployed yet.
                 * @example draft
                 */
                version?: components["parameters"]["AgentVersion"];
                /** When `true`, asks for the answer at once with a task that is still `pending`. Default `false`. The `invokeAsync` operation is the dependable way to do this. */
                asynchronous?: components["parameters"]["Asynchronous"];
            };
            header?: never;
            path: {
                /**
                 * The agent, by its id as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The task, normally at its end. With `asynchronous=true` it is still pending. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["AgentNotFound"];
            422: components["responses"]["InvocationRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    invokeAsync: {
        parameters: {
            query?: {
                /**
                 * Which version of the agent runs. Leave it out for the one last deployed; `draft` runs edits that are not deployed yet.
                 * @example draft
                 */
                version?: components["parameters"]["AgentVersion"];
            };
            header?: never;
            path: {
                /**
                 * The agent, by its id as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The accepted task, normally `pending`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["AgentNotFound"];
            422: components["responses"]["InvocationRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    invokeStream: {
        parameters: {
            query?: {
                /**
                 * Which version of the agent runs. Leave it out for the one last deployed; `draft` runs edits that are not deployed yet.
                 * @example draft
                 */
                version?: components["parameters"]["AgentVersion"];
            };
            header?: never;
            path: {
                /**
                 * The agent, by its id as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The events of the run, ending with `task_finished`, whatever the outcome. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["AgentNotFound"];
            422: components["responses"]["InvocationRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    listAgentTasks: {
        parameters: {
            query?: {
                /**
                 * Which page to read. The first, and the default, is 1.
                 * @example 2
                 */
                page?: components["parameters"]["Page"];
                /**
                 * How many rows a page holds, 1 to 50. Default 20.
                 * @example 50
                 */
                per_page?: components["parameters"]["PerPage"];
                /**
                 * Lists only tasks run for this person.
                 * @example user-2041
                 */
                user_id?: components["parameters"]["UserIdFilter"];
                /**
                 * Lists only tasks that this task started.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                parent_task_id?: components["parameters"]["ParentTaskFilter"];
                /**
                 * Lists only tasks that this agent caused.
                 * @example b1c7d0de-0c35-4a55-9d0e-7f6a6a0f2b18
                 */
                triggering_agent_id?: components["parameters"]["TriggeringAgentFilter"];
                /**
                 * Lists only tasks in this status.
                 * @example executing
                 */
                status?: components["parameters"]["StatusFilter"];
                /**
                 * Lists only tasks in this state of the server's own. Its values are not documented.
                 * @example waiting
                 */
                internal_status?: components["parameters"]["InternalStatusFilter"];
            };
            header?: never;
            path: {
                /**
                 * The agent, by its id as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** A page of tasks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["AgentNotFound"];
            422: components["responses"]["ListRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    invokeWorkflow: {
        parameters: {
            query?: {
                /**
                 * Which version of the agent runs. Leave it out for the one last deployed; `draft` runs edits that are not deployed yet.
                 * @example draft
                 */
                version?: components["parameters"]["AgentVersion"];
            };
            header?: never;
            path: {
                /**
                 * The workflow to run. A workflow is an agent of the type `orchestration`, and this is its id.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The task at its end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["WorkflowNotFound"];
            422: components["responses"]["InvocationRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    invokeWorkflowAsync: {
        parameters: {
            query?: {
                /**
                 * Which version of the agent runs. Leave it out for the one last deployed; `draft` runs edits that are not deployed yet.
                 * @example draft
                 */
                version?: components["parameters"]["AgentVersion"];
            };
            header?: never;
            path: {
                /**
                 * The workflow to run. A workflow is an agent of the type `orchestration`, and this is its id.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The accepted task. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["WorkflowNotFound"];
            422: components["responses"]["InvocationRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    invokeWorkflowStream: {
        parameters: {
            query?: {
                /**
                 * Which version of the agent runs. Leave it out for the one last deployed; `draft` runs edits that are not deployed yet.
                 * @example draft
                 */
                version?: components["parameters"]["AgentVersion"];
            };
            header?: never;
            path: {
                /**
                 * The workflow to run. A workflow is an agent of the type `orchestration`, and this is its id.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The events of the run, ending with `task_finished`, whatever the outcome. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["WorkflowNotFound"];
            422: components["responses"]["InvocationRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    listTasks: {
        parameters: {
            query?: {
                /**
                 * Which page to read. The first, and the default, is 1.
                 * @example 2
                 */
                page?: components["parameters"]["Page"];
                /**
                 * How many rows a page holds, 1 to 50. Default 20.
                 * @example 50
                 */
                per_page?: components["parameters"]["PerPage"];
                /**
                 * Lists only tasks run for this person.
                 * @example user-2041
                 */
                user_id?: components["parameters"]["UserIdFilter"];
                /**
                 * Lists only tasks that this task started.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                parent_task_id?: components["parameters"]["ParentTaskFilter"];
                /**
                 * Lists only tasks of this agent.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id?: components["parameters"]["AgentFilter"];
                /**
                 * Lists only tasks that this agent caused.
                 * @example b1c7d0de-0c35-4a55-9d0e-7f6a6a0f2b18
                 */
                triggering_agent_id?: components["parameters"]["TriggeringAgentFilter"];
                /**
                 * Lists only tasks in this status.
                 * @example executing
                 */
                status?: components["parameters"]["StatusFilter"];
                /**
                 * Lists only tasks in this state of the server's own. Its values are not documented.
                 * @example waiting
                 */
                internal_status?: components["parameters"]["InternalStatusFilter"];
                /**
                 * Lists only tasks created at or after this moment. ISO 8601; without a time zone it is read as UTC.
                 * @example 2026-02-01T00:00:00Z
                 */
                from_date?: components["parameters"]["FromDate"];
                /**
                 * Lists only tasks created at or before this moment. ISO 8601; without a time zone it is read as UTC.
                 * @example 2026-02-28T00:00:00Z
                 */
                to_date?: components["parameters"]["ToDate"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** A page of tasks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ListRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The `id` of a task. The server makes UUIDs, but an id chosen by the caller of the first invocation is found too.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The task. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            422: components["responses"]["InvalidTaskId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    deleteTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The `id` of a task. The server makes UUIDs, but an id chosen by the caller of the first invocation is found too.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The task is gone. There is no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            422: components["responses"]["InvalidTaskId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    stopTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The `id` of a task. The server makes UUIDs, but an id chosen by the caller of the first invocation is found too.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The task, normally `stopped`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            422: components["responses"]["InvalidTaskId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    getThread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The `id` of a task. The server makes UUIDs, but an id chosen by the caller of the first invocation is found too.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The messages. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadMessage"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            422: components["responses"]["InvalidTaskId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    getFullThread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The `id` of a task. The server makes UUIDs, but an id chosen by the caller of the first invocation is found too.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The messages, by task. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullThread"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["TaskNotFound"];
            422: components["responses"]["InvalidTaskId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    listLlmProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The providers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LlmProvider"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    listLlmModels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The `internal_identifier` of a provider.
                 * @example anthropic
                 */
                provider_identifier: components["parameters"]["ProviderIdentifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The models. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LlmModel"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProviderNotFound"];
            422: components["responses"]["InvalidProvider"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The API is up. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
}
