/**
 * Generated from openapi/xpander.yaml. Do not edit: change the description and run `pnpm generate`.
 */

export interface paths {
    "/v1/agents/{agent_id}/invoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent to run, as shown in the xpander console (a UUID).
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
         * @description Holds the connection until the run has ended, commonly 5 to 30 seconds and sometimes minutes, and answers with the
         *     finished task. The HTTP status says only that the run took place: a run that failed is also answered with 200, so
         *     look at `status`.
         *
         *     A connection that breaks, a 502 or a 504 does not mean that nothing ran. Do not send the request again blindly.
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
                 * @description The agent to run, as shown in the xpander console (a UUID).
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
         * @description Accepts the request and answers with a task that has not run yet. Read it with `getTask` until its `status` is
         *     `completed`, `failed`, `error` or `stopped`; a `paused` task waits for a person.
         *
         *     Repeating the request starts a second run.
         */
        post: operations["invokeAsync"];
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
                 * @description The `id` of a task. The server makes UUIDs, but an id chosen by the caller of the first invocation is found too.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * Read a task
         * @description The record of a run as it stands now. In a continued thread the record is reused, so right after a new turn was sent
         *     it may still show the previous turn's end.
         */
        get: operations["getTask"];
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
         * @description Needs no key.
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
        /** @description The person on whose behalf an agent runs. */
        User: {
            /** @description A stable id for this person. Memory and stored tool logins are kept under it, so never reuse one for somebody else. */
            id: string;
            /** @description The person's e-mail address. The server refuses a user without one. */
            email: string;
            /** @description Given name, for agents that address the person. */
            first_name?: string | null;
            /** @description Family name. */
            last_name?: string | null;
            /** @description Anything else the agent should know about the person. Free form. */
            additional_attributes?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description The person's role in your organization. Default `member`.
             * @default member
             */
            role?: string | null;
            /**
             * @description Marks an administrator of the organization. Default `false`; there is hardly ever a reason to send `true`.
             * @default false
             */
            is_super_admin?: boolean | null;
            /** @description IANA time zone, such as `Europe/Lisbon`, so that "tomorrow" means the person's tomorrow. */
            timezone?: string | null;
        };
        /** @description What the agent is asked. Give `text`, `files` or both. */
        InvokeInput: {
            /**
             * @description The prompt. Default empty, which makes sense only together with `files`.
             * @default
             */
            text?: string | null;
            /**
             * @description URLs of files to work on, default none. The server downloads them when the run starts, so a signed URL must outlive the time in the queue.
             * @default []
             */
            files?: string[] | null;
            /** @description The person the agent acts for. Leave it out to run without one; then there is no per-user memory or tool login. */
            user?: components["schemas"]["User"] | null;
        };
        /**
         * @description The formats an answer can be asked for in. `json` goes together with `output_schema`; `voice` asks for speech.
         * @enum {string}
         */
        KnownOutputFormat: "text" | "markdown" | "json" | "voice";
        /**
         * @description How deeply the agent reasons before it answers. `harder` takes longer and costs more.
         * @enum {string}
         */
        KnownThinkMode: "default" | "harder";
        /**
         * @description The effort a reasoning model is asked to spend.
         * @enum {string}
         */
        KnownReasoningEffort: "low" | "medium" | "high" | "xhigh";
        /** @description An MCP server for one run: usually `name`, `url`, `transport` and the credentials it needs. Passed on as it is. */
        McpServer: {
            [key: string]: unknown;
        };
        /**
         * @description The kind of place an invocation comes from.
         * @enum {string}
         */
        SourceNodeType: "workbench" | "sdk" | "task" | "assistant" | "webhook" | "mcp" | "a2a" | "telegram" | "slack";
        /** @description An invocation of an agent. Only `input` is required. */
        InvokeRequest: {
            /** @description What the agent is asked. */
            input: components["schemas"]["InvokeInput"];
            /** @description The thread to continue: the `id` of an earlier task, sent only after that task has completed. An id nobody has used yet starts a thread under that id. Left out, the server starts a new thread and makes the id. */
            id?: string | null;
            /** @description The format of the result. Set it explicitly if you rely on one; without it the agent's own setting decides. */
            output_format?: components["schemas"]["KnownOutputFormat"] | null;
            /** @description A JSON Schema the result should follow. Has an effect with `output_format` `json`, so send both. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /** @description Extra rules of behaviour for this run. In spite of the name they are added to the agent's instructions and replace nothing. */
            instructions_override?: string | null;
            /** @description Facts the agent should know in this run, added to its system prompt. For rules, use `instructions_override`. */
            additional_context?: string | null;
            /** @description What a good result looks like, in plain words. */
            expected_output?: string | null;
            /**
             * @description How deeply the agent reasons. Default `default`; `harder` is slower and more thorough.
             * @default default
             */
            think_mode?: components["schemas"]["KnownThinkMode"] | null;
            /** @description Runs this once with another model provider, named by its identifier (for example `openai`). Default is the agent's own. */
            llm_model_provider?: string | null;
            /** @description Runs this once with another model. Default is the agent's own. */
            llm_model_name?: string | null;
            /** @description Reasoning effort for this run, on models that reason. Left out, the agent's own setting applies. */
            llm_reasoning_effort?: components["schemas"]["KnownReasoningEffort"] | null;
            /**
             * @description When `true`, the contents of `input.files` stay out of the prompt and only tools see the URLs. Default `false`.
             * @default false
             */
            disable_attachment_injection?: boolean | null;
            /** @description The user's OIDC token for MCP tools that sign in with OAuth. A secret, and the task echoes it back. */
            user_oidc_token?: string | null;
            /** @description The user's access tokens for MCP tools, keyed by the node that needs them. Secrets, and the task echoes them back. */
            user_tokens?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description MCP servers to use in this run besides the agent's own. Default none.
             * @default []
             */
            mcp_servers?: components["schemas"]["McpServer"][] | null;
            /** @description A name for the task in lists. Without it the server picks one. */
            title?: string | null;
            /** @description Your own label for where the call came from. Without it the task shows `api`. */
            source?: string | null;
            /** @description The surface that made the call, recorded in the history. Recorded as `sdk` when left out. */
            source_node_type?: components["schemas"]["SourceNodeType"] | null;
            /** @description Extra data handed to the agent's tool calls along with their own payload. Free form. */
            payload_extension?: {
                [key: string]: unknown;
            } | null;
            /** @description The task this one belongs to, when one run starts another. The task shows it as `parent_execution`. */
            parent_execution_id?: string | null;
            /** @description The agent that caused this invocation, when it was not a person. */
            triggering_agent_id?: string | null;
            /** @description Pins the run to one worker of a self-hosted agent. */
            worker_id?: string | null;
            /**
             * @description For development of self-hosted agents. Default `false`.
             * @default false
             */
            run_locally?: boolean | null;
            /** @description Runs a single workflow node as a test. For the workflow editor. */
            test_run_node_id?: string | null;
            /**
             * @description Records fine-grained events of the run, so that an event stream can be attached. Default `false`.
             * @default false
             */
            events_streaming?: boolean | null;
            /**
             * @description Asks for usage metrics with the result; known to matter when a workflow calls an agent. Default `false`.
             * @default false
             */
            return_metrics?: boolean | null;
        };
        /**
         * @description The seven statuses in use. `pending` waits for a worker, `executing` runs, `paused` waits for a person; `completed`, `failed`, `error` and `stopped` are final.
         * @enum {string}
         */
        KnownTaskStatus: "pending" | "executing" | "paused" | "error" | "failed" | "completed" | "stopped";
        /** @description Where a run stands. A value outside the known ones is possible, and not final as far as anyone can tell. */
        TaskStatus: components["schemas"]["KnownTaskStatus"] | (string & {});
        /** @description The person a task was run for, as the server recorded them. */
        TaskUser: {
            /** @description The id sent with the invocation. */
            id?: string | null;
            /** @description The person's e-mail address. */
            email?: string | null;
            /** @description A printable name the server made from the others. */
            display_name?: string | null;
            /** @description Given name. */
            first_name?: string | null;
            /** @description Family name. */
            last_name?: string | null;
            /** @description The free-form attributes sent with the invocation. */
            additional_attributes?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description The person's role. Default `member`.
             * @default member
             */
            role?: string | null;
            /**
             * @description Whether the person is an administrator. Default `false`.
             * @default false
             */
            is_super_admin?: boolean | null;
            /** @description IANA time zone. */
            timezone?: string | null;
        };
        /** @description What a task was asked. In a continued thread this is the latest turn. */
        TaskInput: {
            /**
             * @description The prompt of the latest turn. Default empty.
             * @default
             */
            text?: string | null;
            /**
             * @description The file URLs of the latest turn. Default none.
             * @default []
             */
            files?: string[] | null;
            /** @description The person of the latest turn, or `null` when none was sent. */
            user?: components["schemas"]["TaskUser"] | null;
        };
        /**
         * @description An instant in ISO 8601. Read one without a time zone as UTC.
         * @example 2026-02-07T02:13:26.325626Z
         */
        Timestamp: string;
        /** @description A decision a person has to make before the run goes on. It is made where the person was notified (mail, chat); this API has no operation for it. */
        HitlRequest: {
            /** @description The workflow node that waits for the decision. */
            wait_node_id?: string | null;
            /** @description The operation that needs approval (older form). */
            operation_id?: string | null;
            /** @description Heading of the question (older form). */
            title?: string | null;
            /** @description Explanation of the question (older form). */
            description?: string | null;
            /** @description What is to be approved (older form). */
            content?: string | null;
            /** @description Who approved, once somebody has (older form). */
            approved_by?: string | null;
            /** @description Who rejected, once somebody has (older form). */
            rejected_by?: string | null;
        };
        /** @description A sign-in to an outside service that the run waits for. */
        PendingEcaRequest: {
            /** @description The connector that lacks credentials. */
            connector_name?: string | null;
            /** @description The page to show to the user, who grants access there. The run then goes on by itself. */
            auth_url?: string | null;
        };
        /** @description The format of an answer, as reported. May be a value newer than this description. */
        OutputFormat: components["schemas"]["KnownOutputFormat"] | (string & {});
        /** @description The reasoning depth of a run, as reported. May be a value newer than this description. */
        ThinkMode: components["schemas"]["KnownThinkMode"] | (string & {});
        /** @description The reasoning effort of a run, as reported. May be a value newer than this description. */
        ReasoningEffort: components["schemas"]["KnownReasoningEffort"] | (string & {});
        /** @description What a run used. Zero also stands for "not counted". */
        TokenUsage: {
            /**
             * @description Tokens read by the model. Default 0.
             * @default 0
             */
            prompt_tokens?: number | null;
            /**
             * @description Tokens written by the model. Default 0.
             * @default 0
             */
            completion_tokens?: number | null;
            /**
             * @description The sum of both. Default 0.
             * @default 0
             */
            total_tokens?: number | null;
        };
        /** @description One step of an agent's plan. */
        DeepPlanningTask: {
            /** @description Id of the step within the plan. */
            id?: string | null;
            /** @description What the step is about. */
            title?: string | null;
            /**
             * @description Whether the step is done. Default `false`.
             * @default false
             */
            completed?: boolean | null;
        };
        /** @description The plan of an agent that plans its work. */
        DeepPlanning: {
            /**
             * @description Whether the agent plans before it works. Default `false`.
             * @default false
             */
            enabled?: boolean | null;
            /**
             * @description Whether the run is repeated until every step is done. Default `false`.
             * @default false
             */
            enforce?: boolean | null;
            /**
             * @description Whether work on the plan has begun. Default `false`.
             * @default false
             */
            started?: boolean | null;
            /**
             * @description Whether the agent stopped working to ask something. Default `false`.
             * @default false
             */
            question_raised?: boolean | null;
            /**
             * @description The steps, in order. Default none.
             * @default []
             */
            tasks?: components["schemas"]["DeepPlanningTask"][] | null;
        };
        /** @description The record of a run. Only `id` is certain to be there; a short form with a handful of members is common. */
        Task: {
            /** @description Names the task and its thread. Poll with it, and send it as `id` to continue the conversation. */
            id: string;
            /** @description The agent that ran. */
            agent_id?: string | null;
            /** @description The organization the agent belongs to. */
            organization_id?: string | null;
            /**
             * @description Where the run stands, default `pending`. Look here, not at the HTTP status, to learn whether a run succeeded: only `completed` is success. Treat `null` as not finished.
             * @default pending
             */
            status?: components["schemas"]["TaskStatus"] | null;
            /** @description The answer, or the error text when `status` is `error`. `null` (now and then empty) until the run has ended. With `output_format` `json` this is JSON text; be prepared to meet an object all the same. */
            result?: string | null;
            /** @description What the agent was asked, in the latest turn. */
            input?: components["schemas"]["TaskInput"] | null;
            /** @description When the task was accepted. */
            created_at?: components["schemas"]["Timestamp"] | null;
            /** @description When a worker began. May stay `null` even on a completed task. */
            started_at?: components["schemas"]["Timestamp"] | null;
            /** @description When the run last stopped to wait for a person. */
            paused_at?: components["schemas"]["Timestamp"] | null;
            /** @description When the run ended, whatever the outcome. */
            finished_at?: components["schemas"]["Timestamp"] | null;
            /** @description The decision a `paused` run waits for, if it is one. */
            hitl_request?: components["schemas"]["HitlRequest"] | null;
            /** @description The sign-in a `paused` run waits for, if it is one. */
            pending_eca_request?: components["schemas"]["PendingEcaRequest"] | null;
            /** @description The task's name in lists. */
            title?: string | null;
            /** @description The label sent with the invocation; `api` when none was. */
            source?: string | null;
            /** @description The version of the agent that ran. */
            agent_version?: string | null;
            /** @description A status for the server's own use. Do not rely on it. */
            internal_status?: string | null;
            /**
             * @description Tells a run stopped by somebody from one the system stopped. Default `false`.
             * @default false
             */
            is_manually_stopped?: boolean | null;
            /**
             * @description How often the server has tried the run. Default 1.
             * @default 1
             */
            execution_attempts?: number | null;
            /**
             * @description The format of `result`. Default `text`.
             * @default text
             */
            output_format?: components["schemas"]["OutputFormat"] | null;
            /** @description The JSON Schema the result was asked to follow. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /** @description The voice used for `voice` output. */
            voice_id?: string | null;
            /**
             * @description The reasoning depth of the run. Default `default`.
             * @default default
             */
            think_mode?: components["schemas"]["ThinkMode"] | null;
            /** @description The model provider that was really used. */
            llm_model_provider?: string | null;
            /** @description The model that was really used. */
            llm_model_name?: string | null;
            /** @description The reasoning effort that was really used, on models that reason. */
            llm_reasoning_effort?: components["schemas"]["ReasoningEffort"] | null;
            /** @description What the run used. */
            tokens?: components["schemas"]["TokenUsage"] | null;
            /** @description The facts sent with the invocation. */
            additional_context?: string | null;
            /** @description The extra rules sent with the invocation. */
            instructions_override?: string | null;
            /** @description The wanted outcome sent with the invocation. */
            expected_output?: string | null;
            /**
             * @description Whether file contents were kept out of the prompt. Default `false`.
             * @default false
             */
            disable_attachment_injection?: boolean | null;
            /**
             * @description The MCP servers sent with the invocation, credentials included. Keep them out of logs.
             * @default []
             */
            mcp_servers?: components["schemas"]["McpServer"][] | null;
            /** @description The user's tokens, echoed. Secrets; keep them out of logs. */
            user_tokens?: {
                [key: string]: unknown;
            } | null;
            /** @description The user's OIDC token, echoed. A secret; keep it out of logs. */
            user_oidc_token?: string | null;
            /** @description The extra tool data sent with the invocation. */
            payload_extension?: {
                [key: string]: unknown;
            } | null;
            /** @description The id of the task this one belongs to, if any. */
            parent_execution?: string | null;
            /**
             * @description The ids of tasks this one started. Default none.
             * @default []
             */
            sub_executions?: string[] | null;
            /**
             * @description Those of `sub_executions` that have ended. Default none.
             * @default []
             */
            finished_sub_executions?: string[] | null;
            /**
             * @description Whether the end of this task is reported to its parent. Default `false`.
             * @default false
             */
            should_update_parent?: boolean | null;
            /** @description The agent that caused the invocation, if one did. */
            triggering_agent_id?: string | null;
            /** @description The agent's plan, when it works with one. */
            deep_planning?: components["schemas"]["DeepPlanning"] | null;
            /**
             * @description Whether fine-grained events were recorded. Default `false`.
             * @default false
             */
            events_streaming?: boolean | null;
            /**
             * @description Whether a tool that changes something was called. Worth a look before a run is repeated. Default `false`.
             * @default false
             */
            used_mutating_tools?: boolean | null;
            /**
             * @description Whether the run works in the background of another. Default `false`.
             * @default false
             */
            is_background?: boolean | null;
            /**
             * @description Whether the run goes on across several turns. Default `false`.
             * @default false
             */
            is_continuous?: boolean | null;
            /**
             * @description Whether this is the run of a workflow. Default `false`.
             * @default false
             */
            is_orchestration?: boolean | null;
            /**
             * @description Whether the run came in through the agent gateway. Default `false`.
             * @default false
             */
            is_gateway?: boolean | null;
            /**
             * @description Whether usage metrics were asked for. Default `false`.
             * @default false
             */
            return_metrics?: boolean | null;
            /** @description The workflow node that ran last. */
            last_executed_node_id?: string | null;
            /** @description The workflow node a test run was limited to. */
            test_run_node_id?: string | null;
            /** @description The worker that took the run. */
            worker_id?: string | null;
        };
        /** @description The body of most errors. Members other than `detail` are possible. */
        ApiErrorBody: {
            /** @description What went wrong, in words. */
            detail?: string | null;
        };
        /** @description One thing the server did not accept in a request. */
        ValidationIssue: {
            /** @description The path to the bad value, beginning with `body`, `query` or `path`; array positions are numbers. */
            loc: (string | number)[];
            /** @description What is wrong with it, in words. */
            msg: string;
            /** @description The kind of mistake, for example `missing` or `enum`. */
            type: string;
            /** @description The refused value, echoed. It may hold what the caller must keep out of logs. */
            input?: unknown;
            /** @description Values that belong to the message, such as a limit. */
            ctx?: {
                [key: string]: unknown;
            } | null;
        };
        /** @description The body of a 422. */
        ValidationErrorBody: {
            /** @description Everything that was wrong, one entry each. */
            detail: components["schemas"]["ValidationIssue"][];
        };
        /** @description An error text wrapped in one or more further objects. */
        NestedErrorDetail: {
            /** @description The text, or one more level of the same. */
            detail?: string | components["schemas"]["NestedErrorDetail"] | null;
        };
        /** @description The body of a 429. The same status stands for too many requests and for a used-up plan; only the text tells. */
        RateLimitErrorBody: {
            /** @description The reason, as a text or as a text some levels down (`detail.detail.detail`). */
            detail?: string | components["schemas"]["NestedErrorDetail"] | null;
            /** @description The reason, in another form seen. */
            message?: string | null;
            /** @description The reason, in yet another form seen. */
            error?: string | null;
        };
    };
    responses: {
        /** @description The API key is missing or wrong. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** @description The key is valid, but what it asks for belongs to another organization. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** @description There is no such agent. */
        AgentNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** @description The request was understood and refused; nothing has run. */
        InvocationRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** @description Too many requests, or the plan is used up. A rate limit comes with the headers below and passes; a used-up plan has none of them and does not. */
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
        /** @description The server failed. Whether an invocation has begun to run is unknown. */
        ServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** @description The proxy got no usable answer from the API. An invocation may have begun to run. */
        BadGateway: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
                "text/html": string;
            };
        };
        /** @description The API takes no requests for the moment. */
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
        /** @description The proxy stopped waiting, as happens with long synchronous runs. The run itself probably goes on. */
        GatewayTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
                "text/html": string;
            };
        };
        /** @description There is no such task, or it has been deleted. A task that was accepted a moment ago may not be readable yet. */
        TaskNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** @description The id was refused. */
        InvalidTaskId: {
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
         * @description The agent to run, as shown in the xpander console (a UUID).
         * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
         */
        AgentId: string;
        /**
         * @description Which version of the agent runs. Leave it out for the one last deployed; `draft` runs edits that are not deployed yet.
         * @example draft
         */
        AgentVersion: string;
        /** @description When `true`, asks for the answer at once with a task that is still `pending`. Default `false`. The `invokeAsync` operation is the dependable way to do this. */
        Asynchronous: boolean;
        /**
         * @description The `id` of a task. The server makes UUIDs, but an id chosen by the caller of the first invocation is found too.
         * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
         */
        TaskId: string;
    };
    requestBodies: {
        /** @description What the agent is asked, and how this one run differs from its settings. */
        Invocation: {
            content: {
                "application/json": components["schemas"]["InvokeRequest"];
            };
        };
    };
    headers: {
        /**
         * @description How many requests the current window allows.
         * @example 100
         */
        RateLimitLimit: number;
        /**
         * @description How many requests are left in the current window.
         * @example 0
         */
        RateLimitRemaining: number;
        /**
         * @description When the current window ends, in seconds since the Unix epoch.
         * @example 1786012800
         */
        RateLimitReset: number;
        /**
         * @description How long to wait before the next attempt, in seconds or as an HTTP date.
         * @example 12
         */
        RetryAfter: string;
    };
    pathItems: never;
}
export type User = components['schemas']['User'];
export type InvokeInput = components['schemas']['InvokeInput'];
export type KnownOutputFormat = components['schemas']['KnownOutputFormat'];
export type KnownThinkMode = components['schemas']['KnownThinkMode'];
export type KnownReasoningEffort = components['schemas']['KnownReasoningEffort'];
export type McpServer = components['schemas']['McpServer'];
export type SourceNodeType = components['schemas']['SourceNodeType'];
export type InvokeRequest = components['schemas']['InvokeRequest'];
export type KnownTaskStatus = components['schemas']['KnownTaskStatus'];
export type TaskStatus = components['schemas']['TaskStatus'];
export type TaskUser = components['schemas']['TaskUser'];
export type TaskInput = components['schemas']['TaskInput'];
export type Timestamp = components['schemas']['Timestamp'];
export type HitlRequest = components['schemas']['HitlRequest'];
export type PendingEcaRequest = components['schemas']['PendingEcaRequest'];
export type OutputFormat = components['schemas']['OutputFormat'];
export type ThinkMode = components['schemas']['ThinkMode'];
export type ReasoningEffort = components['schemas']['ReasoningEffort'];
export type TokenUsage = components['schemas']['TokenUsage'];
export type DeepPlanningTask = components['schemas']['DeepPlanningTask'];
export type DeepPlanning = components['schemas']['DeepPlanning'];
export type Task = components['schemas']['Task'];
export type ApiErrorBody = components['schemas']['ApiErrorBody'];
export type ValidationIssue = components['schemas']['ValidationIssue'];
export type ValidationErrorBody = components['schemas']['ValidationErrorBody'];
export type NestedErrorDetail = components['schemas']['NestedErrorDetail'];
export type RateLimitErrorBody = components['schemas']['RateLimitErrorBody'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseAgentNotFound = components['responses']['AgentNotFound'];
export type ResponseInvocationRefused = components['responses']['InvocationRefused'];
export type ResponseTooManyRequests = components['responses']['TooManyRequests'];
export type ResponseServerError = components['responses']['ServerError'];
export type ResponseBadGateway = components['responses']['BadGateway'];
export type ResponseServiceUnavailable = components['responses']['ServiceUnavailable'];
export type ResponseGatewayTimeout = components['responses']['GatewayTimeout'];
export type ResponseTaskNotFound = components['responses']['TaskNotFound'];
export type ResponseInvalidTaskId = components['responses']['InvalidTaskId'];
export type ParameterAgentId = components['parameters']['AgentId'];
export type ParameterAgentVersion = components['parameters']['AgentVersion'];
export type ParameterAsynchronous = components['parameters']['Asynchronous'];
export type ParameterTaskId = components['parameters']['TaskId'];
export type RequestBodyInvocation = components['requestBodies']['Invocation'];
export type HeaderRateLimitLimit = components['headers']['RateLimitLimit'];
export type HeaderRateLimitRemaining = components['headers']['RateLimitRemaining'];
export type HeaderRateLimitReset = components['headers']['RateLimitReset'];
export type HeaderRetryAfter = components['headers']['RetryAfter'];
export type $defs = Record<string, never>;
export interface operations {
    invoke: {
        parameters: {
            query?: {
                /**
                 * @description Which version of the agent runs. Leave it out for the one last deployed; `draft` runs edits that are not deployed yet.
                 * @example draft
                 */
                version?: components["parameters"]["AgentVersion"];
                /** @description When `true`, asks for the answer at once with a task that is still `pending`. Default `false`. The `invokeAsync` operation is the dependable way to do this. */
                asynchronous?: components["parameters"]["Asynchronous"];
            };
            header?: never;
            path: {
                /**
                 * @description The agent to run, as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** @description The task, normally at its end. With `asynchronous=true` it is still pending. */
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
                 * @description Which version of the agent runs. Leave it out for the one last deployed; `draft` runs edits that are not deployed yet.
                 * @example draft
                 */
                version?: components["parameters"]["AgentVersion"];
            };
            header?: never;
            path: {
                /**
                 * @description The agent to run, as shown in the xpander console (a UUID).
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** @description The accepted task, normally `pending`. */
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
    getTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `id` of a task. The server makes UUIDs, but an id chosen by the caller of the first invocation is found too.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task. */
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
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The API is up. */
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
