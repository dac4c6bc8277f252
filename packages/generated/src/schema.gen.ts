/**
 * Generated from openapi/xpander.yaml. Do not edit: change the description and run `pnpm generate`.
 */

/** Every path of the API, with its operations. `createApiClient` is typed by it. */
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
         * Returns one page of the agents of your organization, in short form.
         */
        get: operations["listAgents"];
        put?: never;
        /**
         * Create an agent
         *
         * The agent can be invoked at once. A repeated request creates a second agent, or fails because the name is taken.
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
         * Like `listAgents`, with all members that `getAgent` returns.
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
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        /** Read an agent */
        get: operations["getAgent"];
        /**
         * Deploy an agent
         *
         * Kept for compatibility. The request has no body.
         *
         * According to the API's changelog of 1 November 2026, agents have no drafts: `updateAgent` is live at once, and this
         * operation changes nothing. On servers as older pages describe them (examples of February and April 2026), it deploys
         * the draft as a new version.
         */
        put: operations["deployAgent"];
        post?: never;
        /**
         * Delete an agent
         *
         * Deletes the agent and cancels its running tasks.
         */
        delete: operations["deleteAgent"];
        options?: never;
        head?: never;
        /**
         * Change an agent
         *
         * The changes are live when the response arrives.
         *
         * The API's changelog of 1 November 2026 says so. Older pages, with examples of February and April 2026, describe a
         * draft: the change took effect with `deployAgent` or `deploy=true`, and the version `draft` ran it before.
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
                 * The id of the agent, a UUID shown in the xpander console.
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
         * Holds the connection open until the run has ended, usually 5 to 30 seconds, sometimes minutes, and returns the task.
         * HTTP 200 does not mean success: a failed run is also answered with 200. Check `status` in the body.
         *
         * After a broken connection, a 502 or a 504 the run may have started. Check `listTasks` before you repeat the request:
         * a repeated request starts a second run.
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
                 * The id of the agent, a UUID shown in the xpander console.
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
         * Returns a task that has not run yet. Poll it with `getTask` until its `status` is `completed`, `failed`, `error` or
         * `stopped`. A `paused` task waits for a decision or a sign-in.
         *
         * A repeated request starts a second run.
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
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run an agent and stream its events
         *
         * Returns server-sent events: each has its JSON in one `data:` line, and no `event:` line. The first is `task_created`,
         * on newer servers after `connected`; the last is `task_finished`, which holds the complete answer. A run may send no `chunk` at all. Errors before the
         * first event are ordinary JSON responses.
         *
         * If the connection breaks, the run goes on: take `task_id` from any event and read the task. A repeated request starts
         * a second run.
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
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        /**
         * List the tasks of one agent
         *
         * Like `listTasks`, for one agent and without the date filters.
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
    "/v1/agents/{agent_id}/conversations/invoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a turn of a conversation
         *
         * Without `id` in the body, a new conversation begins; the `id` of the returned task is the id of the conversation.
         *
         * **A turn that is running under the same id is cancelled**, and this one runs instead. So never repeat the request after a lost
         * answer: read the run state and the record.
         */
        post: operations["runTurn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/conversations/invoke/stream": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a turn of a conversation and stream its events
         *
         * Without `id` in the body, a new conversation begins; the `id` of the returned task is the id of the conversation.
         *
         * **A turn that is running under the same id is cancelled**, and this one runs instead. So never repeat the request after a lost
         * answer: read the run state and the record.
         *
         * The stream begins with `connected`. A turn is settled by `turn_finished`; its own `task_finished` may come just before, just
         * after or not at all. Queued messages run on the same stream. Events have ids, so a broken stream can be resumed.
         */
        post: operations["streamTurn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/conversations/{conversation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        /**
         * Read a conversation
         *
         * Returns the task, and further members of which the documents show only a part.
         */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/conversations/{conversation_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message to a conversation
         *
         * `started` in the answer means that **nothing was enqueued**: no turn is running, and the caller must run one with `runTurn` or
         * `streamTurn`. `queued` means that the message runs next, on the stream that is open on the current turn, or with
         * `drainQueueStream`.
         */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/conversations/{conversation_id}/run-state": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        /**
         * Read whether a turn runs
         *
         * Cheap, and meant to be polled.
         */
        get: operations["getRunState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/conversations/{conversation_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop the current turn
         *
         * Stops the turn and the tasks that it has started. The queue is kept, unless `clear_queue` is `true`.
         */
        post: operations["stopConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/conversations/{conversation_id}/drain/stream": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run the queued messages and stream their events
         *
         * Runs the queued messages in order, one turn each. Does nothing while a turn is running, because that one runs the queue.
         */
        post: operations["drainQueueStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/conversations/{conversation_id}/queue/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
                /**
                 * The `message_id` from `sendMessage`, or the `id` of a queued message in the run state.
                 * @example message-2
                 */
                message_id: components["parameters"]["QueuedMessageId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a message from the queue */
        delete: operations["removeQueuedMessage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/conversations/{conversation_id}/edit/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
                /**
                 * The `id` of a message of the user, from the activity of `getConversation`.
                 * @example message-1
                 */
                message_id: components["parameters"]["UserMessageId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a message and run it
         *
         * Drops everything after a message of the user, and the message itself, and runs the body as a new turn in its place. A turn that
         * is running is cancelled first.
         */
        post: operations["editMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/conversations/{conversation_id}/edit/{message_id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
                /**
                 * The `id` of a message of the user, from the activity of `getConversation`.
                 * @example message-1
                 */
                message_id: components["parameters"]["UserMessageId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a message, run it and stream its events
         *
         * Drops everything after a message of the user, and the message itself, and runs the body as a new turn in its place. A turn that
         * is running is cancelled first.
         */
        post: operations["editMessageStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/conversations/{conversation_id}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer the questions of a paused turn
         *
         * Resumes the turn. Answers that do not fit the questions are refused before anything runs.
         */
        post: operations["answerQuestions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/conversations/{conversation_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve or deny an action of a paused turn
         *
         * Provisional: the documents show one example and no table.
         */
        post: operations["confirmAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        /** List the tools of an agent */
        get: operations["listAgentTools"];
        put?: never;
        /**
         * Add a tool to an agent
         *
         * The tool is an operation of a connector, a custom function, an MCP server, another agent or a workflow; `type` says which.
         */
        post: operations["addAgentTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent_id}/tools/{tool_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the tool, from `listAgentTools`.
                 * @example tool-7f3c
                 */
                tool_id: components["parameters"]["ToolId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a tool from an agent */
        delete: operations["removeAgentTool"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List workflows
         *
         * Returns one page of the workflows of your organization. The rows are full records, unlike those of `listAgents`.
         */
        get: operations["listWorkflows"];
        put?: never;
        /**
         * Create a workflow
         *
         * The server sets the `type` to `orchestration`. A repeated request creates a second workflow, or fails because the name is taken.
         */
        post: operations["createWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the workflow, which is an agent of type `orchestration`.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        /** Read a workflow */
        get: operations["getWorkflow"];
        /**
         * Deploy a workflow
         *
         * Deploys the draft as a new version. The request has no body.
         */
        put: operations["deployWorkflow"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a workflow
         *
         * Changes the draft. Runs use the deployed settings until `deployWorkflow`, unless they select the version `draft`. With
         * `deploy=true` the change is deployed at once.
         *
         * Unlike agents, workflows have kept their drafts (changelog of 1 November 2026).
         */
        patch: operations["updateWorkflow"];
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the workflow, which is an agent of type `orchestration`.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        /** List the nodes of a workflow */
        get: operations["listWorkflowNodes"];
        put?: never;
        /**
         * Add a node to a workflow
         *
         * Adds an operation of a connector, an agent, or a node of another kind. A node that would make a cycle is refused.
         */
        post: operations["addWorkflowNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/nodes/{node_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the workflow, which is an agent of type `orchestration`.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
                /**
                 * The `id` of the node, from `listWorkflowNodes`.
                 * @example node-approve
                 */
                node_id: components["parameters"]["NodeId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a node from a workflow */
        delete: operations["removeWorkflowNode"];
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
                 * The id of the workflow, which is an agent of type `orchestration`.
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
         * Like `invoke`, for a workflow: the request has the same body, and the `agent_id` of the task is the id of the workflow.
         * A failed run is also answered with 200. A repeated request starts a second run.
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
                 * The id of the workflow, which is an agent of type `orchestration`.
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
         * Like `invokeAsync`, for a workflow. The returned task is `pending` or `executing`; poll it with `getTask`.
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
                 * The id of the workflow, which is an agent of type `orchestration`.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a workflow and stream its events
         *
         * Like `invokeStream`, for a workflow. One page of the documents calls the last event `TaskFinished`.
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
         * Returns one page of the tasks of your organization. The order is not documented. Lists seem to be sorted by the
         * latest change, newest first, so rows can move between pages while runs progress. Use it to poll many tasks with few
         * requests.
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
                 * The `id` of the task: a UUID made by the server, or the id that the first invocation of the thread has set.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * Read a task
         *
         * Returns the current state of the task. A continued thread reuses its task record, so shortly after a new turn was
         * sent the record may still show the end of the previous turn.
         */
        get: operations["getTask"];
        put?: never;
        post?: never;
        /**
         * Delete a task
         *
         * Stops the task if it runs, and erases its result, its thread and all its sub-tasks. To keep the record, use
         * `stopTask` instead.
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
                 * The `id` of the task: a UUID made by the server, or the id that the first invocation of the thread has set.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a task
         *
         * Stops a task that is `pending`, `executing` or `paused`. A task that has already ended is returned unchanged, so the
         * call can be repeated. The worker may need some seconds to stop.
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
                 * The `id` of the task: a UUID made by the server, or the id that the first invocation of the thread has set.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * Read the messages of a thread
         *
         * Returns the messages of all turns, oldest first. `getFullThread` also returns those of sub-tasks.
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
                 * The `id` of the task: a UUID made by the server, or the id that the first invocation of the thread has set.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * Read the messages of a thread and its sub-tasks
         *
         * Returns the complete history of a thread, including continued ones.
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
         * Returns the providers whose models your organization can use.
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
                 * The `internal_identifier` of the provider.
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
         * Check that the API is up
         *
         * Requires no API key.
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
/** The webhooks of the API. It describes none. */
export type webhooks = Record<string, never>;
/** The schemas, responses, parameters, headers and request bodies that operations share. */
export interface components {
    schemas: {
        /** The state of an agent. Only an `ACTIVE` agent can be invoked. */
        KnownAgentStatus: "DRAFT" | "ACTIVE" | "INACTIVE";
        /** The state of an agent, as reported. Newer servers may send other values. */
        AgentStatus: components["schemas"]["KnownAgentStatus"] | (string & {});
        /** Where an agent runs. A `container` must be running before its agent can be invoked. */
        KnownDeploymentType: "serverless" | "container";
        /** Where an agent runs, as reported. Newer servers may send other values. */
        DeploymentType: components["schemas"]["KnownDeploymentType"] | (string & {});
        /**
         * A time in ISO 8601. Without a time zone it is UTC.
         * @example 2026-02-07T02:13:26.325626Z
         */
        Timestamp: string;
        /** The instructions of an agent. */
        AgentInstructions: {
            /**
             * The role of the agent, one line per item. Default none.
             * @default []
             */
            role?: string[] | null;
            /**
             * The goals of the agent, one line per item. Default none.
             * @default []
             */
            goal?: string[] | null;
            /** All other instructions. Default empty. */
            general?: string | null;
        };
        /** The identifier of a model provider. `listLlmProviders` lists those that your organization can use. */
        ModelProvider: ("openai" | "nim" | "amazon_bedrock" | "huggingFace" | "friendlyAI" | "anthropic" | "gemini" | "fireworks" | "google_ai_studio" | "helicone" | "open_router" | "nebius" | "azure_ai_foundary" | "cloudflare_ai_gw" | "bytedance" | "tzafon_lightcone") | (string & {});
        /** The framework with which an agent is built. */
        AgentFramework: ("agno" | "google-adk" | "langchain" | "open-ai-agents" | "strands-agents" | "open-claw") | (string & {});
        /** An agent in a list, in short form. Only `id` is always present. */
        AgentSummary: {
            /** The id of the agent. Use it to invoke the agent. */
            id: string;
            /** The name of the agent, unique in the organization. */
            name?: string | null;
            /** The id of the organization that owns the agent. */
            organization_id?: string | null;
            /** The purpose of the agent. */
            description?: string | null;
            /** An emoji or a URL. */
            icon?: string | null;
            /** The state of the agent. Only an `ACTIVE` agent can be invoked. */
            status?: components["schemas"]["AgentStatus"] | null;
            /** Where the agent runs. */
            deployment_type?: components["schemas"]["DeploymentType"] | null;
            /** The time of creation. */
            created_at?: components["schemas"]["Timestamp"] | null;
            /** The instructions of the agent. */
            instructions?: components["schemas"]["AgentInstructions"] | null;
            /** The provider of the model. */
            model_provider?: components["schemas"]["ModelProvider"] | null;
            /** The base URL of the model, if it is not the provider's default. */
            llm_api_base?: string | null;
            /** The name of the model. */
            model_name?: string | null;
            /** The framework with which the agent is built. */
            framework?: components["schemas"]["AgentFramework"] | null;
            /** Whether the agent uses NeMo guardrails. */
            using_nemo?: boolean | null;
            /** Whether the agent coordinates other agents. */
            is_coordinate_mode?: boolean | null;
            /** Whether a workflow has changes that are not deployed yet. Since November 2026 agents have none: a change is live at once. */
            has_pending_changes?: boolean | null;
        };
        /** One page of agents. */
        AgentPage: {
            /** The rows of this page. */
            items: components["schemas"]["AgentSummary"][];
            /** The number of rows on all pages. */
            total?: number | null;
            /** The number of this page, starting at 1. */
            page?: number | null;
            /** The maximum number of rows on a page. */
            per_page?: number | null;
            /** The number of pages. */
            total_pages?: number | null;
        };
        /** The body of most errors. It may have other members. */
        ApiErrorBody: {
            /** The error message. */
            detail?: string | null;
        };
        /** A validation error of a request. */
        ValidationIssue: {
            /** The path of the invalid value, which begins with `body`, `query` or `path`. Array indexes are numbers. */
            loc: (string | number)[];
            /** The error message. */
            msg: string;
            /** The kind of error, for example `missing` or `enum`. */
            type: string;
            /** The refused value. It may contain data that must stay out of logs. */
            input?: unknown;
            /** Values that the message mentions, such as a limit. */
            ctx?: {
                [key: string]: unknown;
            } | null;
        };
        /** The body of a 422. */
        ValidationErrorBody: {
            /** The validation errors. */
            detail?: components["schemas"]["ValidationIssue"][] | null;
        };
        /** An error message nested in one or more objects. */
        NestedErrorDetail: {
            /** The error message, or another object of this form. */
            detail?: string | components["schemas"]["NestedErrorDetail"] | null;
        };
        /** The body of a 429, which means either too many requests or a used-up plan. The error message says which. */
        RateLimitErrorBody: {
            /** The error message, as text or nested (`detail.detail.detail`). */
            detail?: string | components["schemas"]["NestedErrorDetail"] | null;
            /** The error message, in another observed form. */
            message?: string | null;
            /** The error message, in a third observed form. */
            error?: string | null;
        };
        /** The kind of an agent. `a2a` and `curl` are agents that run outside xpander; `orchestration` is a workflow. */
        KnownAgentType: "manager" | "regular" | "a2a" | "curl" | "orchestration";
        /** The instructions of an agent, as sent. */
        AgentInstructionsInput: {
            /**
             * The role of the agent, one line per item. Default none.
             * @default []
             */
            role?: string[];
            /**
             * The goals of the agent, one line per item. Default none.
             * @default []
             */
            goal?: string[];
            /** All other instructions. Default empty. */
            general?: string;
        };
        /** The reasoning effort of the model. */
        KnownReasoningEffort: "low" | "medium" | "high" | "xhigh";
        /** The owner of the model's key: `xpander`, or `custom` for your own key. */
        KnownCredentialsKeyType: "xpander" | "custom";
        /** The format of a result. Send `json` together with `output_schema`; `voice` requests speech. */
        KnownOutputFormat: "text" | "markdown" | "json" | "voice";
        /** How an agent delegates work to sub-agents. */
        KnownDelegationType: "router" | "sequence";
        /** The part of the conversation that sub-agents receive: all of it, a summary, or the original input. */
        KnownDelegationMemoryStrategy: "full" | "summarization" | "original-input";
        /** The agent that gives the final answer after a delegation: the first one or the last one. */
        KnownDelegationEndStrategy: "return-to-start" | "finish-with-last";
        /** The users who may use an agent: its creator, or the whole organization. */
        KnownAccessScope: "personal" | "organizational";
        /** A new agent. Only `name` is required. */
        CreateAgentRequest: {
            /** The name of the agent, unique in the organization. */
            name: string;
            /** The purpose of the agent. */
            description?: string | null;
            /** An emoji or a URL. */
            icon?: string | null;
            /** A picture of the agent. */
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
            /** The instructions of the agent. */
            instructions?: components["schemas"]["AgentInstructionsInput"] | null;
            /** A description of the expected output, in prose. */
            expected_output?: string | null;
            /**
             * The provider of the model. Default `anthropic`.
             * @default anthropic
             */
            model_provider?: components["schemas"]["ModelProvider"] | null;
            /**
             * The name of the model. Default `claude-sonnet-4-6`. The server may use a newer model instead.
             * @default claude-sonnet-4-6
             */
            model_name?: string | null;
            /**
             * The reasoning effort of the model. Default `medium`.
             * @default medium
             */
            llm_reasoning_effort?: components["schemas"]["KnownReasoningEffort"] | null;
            /** The base URL of the model, if it is not the provider's default. */
            llm_api_base?: string | null;
            /** Whether the model is called with xpander's key or with your own. */
            llm_credentials_key_type?: components["schemas"]["KnownCredentialsKeyType"] | null;
            /** Your own key for the model. A secret. */
            llm_credentials?: {
                [key: string]: unknown;
            } | null;
            /** Additional headers for requests to the model. They may contain secrets. */
            llm_extra_headers?: {
                [key: string]: string;
            } | null;
            /** Additional settings of the model. */
            llm_settings?: unknown[] | Record<string, never> | null;
            /**
             * The format of results. Default `markdown`.
             * @default markdown
             */
            output_format?: components["schemas"]["KnownOutputFormat"] | null;
            /** The JSON Schema that results must follow. Send it together with `output_format` `json`. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /**
             * The framework with which the agent is built. Default `agno`.
             * @default agno
             */
            framework?: components["schemas"]["AgentFramework"] | null;
            /**
             * Whether the agent makes a plan before it works. Default `false`.
             * @default false
             */
            deep_planning?: boolean | null;
            /**
             * Whether a run is repeated until every step of the plan is done. Default `false`.
             * @default false
             */
            enforce_deep_planning?: boolean | null;
            /** How the agent delegates work to sub-agents. */
            delegation_type?: components["schemas"]["KnownDelegationType"] | null;
            /** How much of the conversation sub-agents receive. */
            delegation_memory_strategy?: components["schemas"]["KnownDelegationMemoryStrategy"] | null;
            /** Which agent gives the final answer after a delegation. */
            delegation_end_strategy?: components["schemas"]["KnownDelegationEndStrategy"] | null;
            /** The users who may use the agent. Set this member: the documents contradict each other about its default. */
            access_scope?: components["schemas"]["KnownAccessScope"] | null;
            /** The connections and operations to attach. */
            attached_tools?: {
                [key: string]: unknown;
            }[] | null;
            /** The graph of the agent's tools, sub-agents and servers. */
            graph?: {
                [key: string]: unknown;
            }[] | null;
            /** The surfaces from which the agent can be invoked. */
            source_nodes?: {
                [key: string]: unknown;
            }[] | null;
            /** The knowledge bases that the agent can search. */
            knowledge_bases?: {
                [key: string]: unknown;
            }[] | null;
            /** How to reach an agent that runs outside xpander. */
            connectivity_details?: {
                [key: string]: unknown;
            } | null;
            /** Settings of the agno framework: memory, history, storage. */
            agno_settings?: {
                [key: string]: unknown;
            } | null;
            /** The environment in which the agent runs. */
            environment_id?: string | null;
            /**
             * Whether the agent uses NeMo guardrails. Default `false`.
             * @default false
             */
            using_nemo?: boolean | null;
            /** Not needed, because the API key belongs to one organization. */
            organization_id?: string | null;
            /** The user who creates the agent. */
            created_by?: string | null;
        };
        /** The kind of an agent, as reported. Newer servers may send other values. */
        AgentType: components["schemas"]["KnownAgentType"] | (string & {});
        /** The users who may use an agent, as reported. Newer servers may send other values. */
        AccessScope: components["schemas"]["KnownAccessScope"] | (string & {});
        /** The format of a result, as reported. Newer servers may send other values. */
        OutputFormat: components["schemas"]["KnownOutputFormat"] | (string & {});
        /** The reasoning effort of a run, as reported. Newer servers may send other values. */
        ReasoningEffort: components["schemas"]["KnownReasoningEffort"] | (string & {});
        /** The owner of the model's key, as reported. Newer servers may send other values. */
        CredentialsKeyType: components["schemas"]["KnownCredentialsKeyType"] | (string & {});
        /** How an agent delegates work to sub-agents, as reported. Newer servers may send other values. */
        DelegationType: components["schemas"]["KnownDelegationType"] | (string & {});
        /** The part of the conversation that sub-agents receive, as reported. Newer servers may send other values. */
        DelegationMemoryStrategy: components["schemas"]["KnownDelegationMemoryStrategy"] | (string & {});
        /** The agent that gives the final answer, as reported. Newer servers may send other values. */
        DelegationEndStrategy: components["schemas"]["KnownDelegationEndStrategy"] | (string & {});
        /** An agent with all its settings. Only `id` is always present. Unknown members pass through. */
        AgentDetails: {
            /** The id of the agent. Use it to invoke the agent. */
            id: string;
            /** The name of the agent, unique in the organization. */
            name?: string | null;
            /** The id of the organization that owns the agent. */
            organization_id?: string | null;
            /** The purpose of the agent. */
            description?: string | null;
            /** An emoji or a URL. */
            icon?: string | null;
            /** The state of the agent. Only an `ACTIVE` agent can be invoked. */
            status?: components["schemas"]["AgentStatus"] | null;
            /** Where the agent runs. */
            deployment_type?: components["schemas"]["DeploymentType"] | null;
            /** The time of creation. */
            created_at?: components["schemas"]["Timestamp"] | null;
            /** The instructions of the agent. */
            instructions?: components["schemas"]["AgentInstructions"] | null;
            /** The provider of the model. */
            model_provider?: components["schemas"]["ModelProvider"] | null;
            /** The base URL of the model, if it is not the provider's default. */
            llm_api_base?: string | null;
            /** The name of the model. */
            model_name?: string | null;
            /**
             * The framework with which the agent is built. Default `agno`.
             * @default agno
             */
            framework?: components["schemas"]["AgentFramework"] | null;
            /** Whether the agent uses NeMo guardrails. */
            using_nemo?: boolean | null;
            /** Whether the agent coordinates other agents. */
            is_coordinate_mode?: boolean | null;
            /** Whether a workflow has changes that are not deployed yet. Since November 2026 agents have none: a change is live at once. */
            has_pending_changes?: boolean | null;
            /** A name for URLs, which the server makes from `name`. */
            unique_name?: string | null;
            /** The webhook of the agent, on another host. Do not use it for invocations: it takes the whole body as the prompt. */
            webhook_url?: string | null;
            /**
             * The version number. A new agent has 2. It grows with each deployment of a workflow, and about once per editing session of an agent. Default 1.
             * @default 1
             */
            version?: number | null;
            /** The kind of agent. */
            type?: components["schemas"]["AgentType"] | null;
            /** The user who created the agent. */
            created_by?: string | null;
            /** The time of the last deployment. Present after a deployment only. */
            deployed_at?: components["schemas"]["Timestamp"] | null;
            /** The template from which the agent was created, if any. */
            origin_template?: string | null;
            /** The environment in which the agent runs. */
            environment_id?: string | null;
            /** A picture of the agent. */
            avatar?: string | null;
            /** The users who may use the agent. */
            access_scope?: components["schemas"]["AccessScope"] | null;
            /** A description of the expected output, in prose. */
            expected_output?: string | null;
            /**
             * The format of results. Default `markdown`.
             * @default markdown
             */
            output_format?: components["schemas"]["OutputFormat"] | null;
            /** The JSON Schema that results follow. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /** The voice for the output format `voice`. */
            voice_id?: string | null;
            /** The reasoning effort of the model. */
            llm_reasoning_effort?: components["schemas"]["ReasoningEffort"] | null;
            /** Whether the model is called with xpander's key or with your own. */
            llm_credentials_key_type?: components["schemas"]["CredentialsKeyType"] | null;
            /** The credentials for the model, or where they are kept. Keep them out of logs. */
            llm_credentials?: {
                [key: string]: unknown;
            } | null;
            /** Additional headers for requests to the model. They may contain secrets. */
            llm_extra_headers?: {
                [key: string]: unknown;
            } | null;
            /** Additional settings of the model. */
            llm_settings?: unknown[] | Record<string, never> | null;
            /**
             * Whether the agent makes a plan before it works. Default `false`.
             * @default false
             */
            deep_planning?: boolean | null;
            /**
             * Whether a run is repeated until every step of the plan is done. Default `false`.
             * @default false
             */
            enforce_deep_planning?: boolean | null;
            /** How the agent delegates work to sub-agents. */
            delegation_type?: components["schemas"]["DelegationType"] | null;
            /** How much of the conversation sub-agents receive. */
            delegation_memory_strategy?: components["schemas"]["DelegationMemoryStrategy"] | null;
            /** Which agent gives the final answer after a delegation. */
            delegation_end_strategy?: components["schemas"]["DelegationEndStrategy"] | null;
            /** The tools that the agent can use. */
            tools?: unknown[] | null;
            /** The connections and operations attached to the agent. */
            attached_tools?: {
                [key: string]: unknown;
            }[] | null;
            /** The graph of the agent's tools, sub-agents and servers. */
            graph?: {
                [key: string]: unknown;
            }[] | null;
            /** The surfaces from which the agent can be invoked. */
            source_nodes?: {
                [key: string]: unknown;
            }[] | null;
            /** The knowledge bases that the agent can search. */
            knowledge_bases?: {
                [key: string]: unknown;
            }[] | null;
            /** The steps, if the agent is a workflow. */
            orchestration_nodes?: {
                [key: string]: unknown;
            }[] | null;
            /** How to reach an agent that runs outside xpander. */
            connectivity_details?: {
                [key: string]: unknown;
            } | null;
            /** Settings of the agno framework: memory, history, storage. */
            agno_settings?: {
                [key: string]: unknown;
            } | null;
            /** The notifications that the agent sends. */
            notification_settings?: {
                [key: string]: unknown;
            } | null;
            /** Limits and retries of runs. */
            task_level_strategies?: {
                [key: string]: unknown;
            } | null;
            /** Whether a user must sign in before a run. */
            use_oidc_pre_auth?: boolean | null;
            /** The OIDC audiences of that sign-in. */
            pre_auth_audiences?: string[] | null;
            /** Whether the model is called with the user's OIDC token. */
            use_oidc_pre_auth_token_for_llm?: boolean | null;
            /** The OIDC audience of the token for the model. */
            oidc_pre_auth_token_llm_audience?: string | null;
            /** The OIDC audience of the token for MCP servers. */
            oidc_pre_auth_token_mcp_audience?: string | null;
            /** Whether sub-agents continue one thread over several delegations. */
            sub_agents_continuous_thread?: boolean | null;
            /** The prompt from which the agent was created, or whether it was. */
            created_by_prompt?: boolean | string | null;
            /** Prompts that the console suggests. */
            prompts?: unknown[] | null;
            /** Whether this is the latest version of the agent. */
            is_latest?: boolean | null;
            /** An OpenAPI description of tools. */
            oas?: Record<string, never> | unknown[] | string | null;
            /** Whether the agent is presented as an employee. */
            is_ai_employee?: boolean | null;
            /** Whether the agent can be deleted. */
            deletable?: boolean | null;
            /** The name under which the credentials for the model are stored. Keep it out of logs. */
            llm_credentials_key?: string | null;
            /** Whether a self-hosted agent streams its events. */
            on_prem_event_streaming?: boolean | null;
            /** Whether prompts are cached by the model provider. */
            prompts_caching_enabled?: boolean | null;
            /** Whether the agent is a general assistant. */
            is_generalist?: boolean | null;
        };
        /** One page of agents with all their settings. */
        AgentDetailsPage: {
            /** The rows of this page. */
            items: components["schemas"]["AgentDetails"][];
            /** The number of rows on all pages. */
            total?: number | null;
            /** The number of this page, starting at 1. */
            page?: number | null;
            /** The maximum number of rows on a page. */
            per_page?: number | null;
            /** The number of pages. */
            total_pages?: number | null;
        };
        /** Changes to an agent, at least one member. They are live when the response arrives. */
        UpdateAgentRequest: {
            /** A new name, unique in the organization. */
            name?: string | null;
            /** The new instructions of the agent. */
            instructions?: components["schemas"]["AgentInstructionsInput"] | null;
            /** An emoji or a URL. */
            icon?: string | null;
            /** The new state. `INACTIVE` takes the agent out of service. */
            status?: components["schemas"]["KnownAgentStatus"] | null;
            /** The provider of the model. */
            model_provider?: components["schemas"]["ModelProvider"] | null;
            /** The name of the model. */
            model_name?: string | null;
            /** The environment in which the agent runs. */
            environment_id?: string | null;
            /**
             * Whether to remove all tools and sub-agents. Default `false`.
             * @default false
             */
            should_reset_graph?: boolean | null;
            /** The purpose of the agent. */
            description?: string | null;
            /** The kind of agent. */
            type?: components["schemas"]["KnownAgentType"] | null;
            /** The reasoning effort of the model. */
            llm_reasoning_effort?: components["schemas"]["KnownReasoningEffort"] | null;
            /** The format of results. */
            output_format?: components["schemas"]["KnownOutputFormat"] | null;
            /** The JSON Schema that results must follow. Send it together with `output_format` `json`. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /** A description of the expected output, in prose. */
            expected_output?: string | null;
            /** The users who may use the agent. */
            access_scope?: components["schemas"]["KnownAccessScope"] | null;
            /** The connections and operations to attach. `addAgentTool` adds one. */
            attached_tools?: {
                [key: string]: unknown;
            }[] | null;
            /** The knowledge bases that the agent can search. */
            knowledge_bases?: {
                [key: string]: unknown;
            }[] | null;
            /** The graph of the agent's tools, sub-agents and servers. */
            graph?: {
                [key: string]: unknown;
            }[] | null;
            /** Not needed, because the API key belongs to one organization. */
            organization_id?: string | null;
            /** Not needed, because the path names the agent. */
            agent_id?: string | null;
        };
        /** The user for whom an agent runs. */
        User: {
            /** A stable id of the user. Memory and tool sign-ins are stored under it, so never reuse it for another user. */
            id: string;
            /** The user's e-mail address. The server refuses a user without one. */
            email: string;
            /** The given name, for agents that address the user. */
            first_name?: string | null;
            /** The family name. */
            last_name?: string | null;
            /** Other facts about the user for the agent. Free form. */
            additional_attributes?: {
                [key: string]: unknown;
            } | null;
            /**
             * The user's role in your organization. Default `member`.
             * @default member
             */
            role?: string | null;
            /**
             * Whether the user is an administrator of your organization. Default `false`. Do not send `true` without need.
             * @default false
             */
            is_super_admin?: boolean | null;
            /** The IANA time zone, such as `Europe/Lisbon`, for answers that depend on the date. */
            timezone?: string | null;
        };
        /** The input of the agent. Set `text`, `files` or both. */
        InvokeInput: {
            /** The prompt. Default empty, which is useful only together with `files`. */
            text?: string | null;
            /**
             * The URLs of files to work on. Default none. The server downloads them when the run starts, so a signed URL must stay valid until then.
             * @default []
             */
            files?: string[] | null;
            /** The user for whom the agent runs. Optional; without a user, the agent has no user memory and no tool sign-ins. */
            user?: components["schemas"]["User"] | null;
        };
        /** How deeply the agent reasons. `harder` takes longer and costs more. */
        KnownThinkMode: "default" | "harder";
        /** An MCP server for one run, usually with `name`, `url`, `transport` and credentials. It is passed on unchanged. */
        McpServer: {
            [key: string]: unknown;
        };
        /** The surface from which an invocation comes. */
        SourceNodeType: "workbench" | "sdk" | "task" | "assistant" | "webhook" | "mcp" | "a2a" | "telegram" | "slack";
        /** An invocation of an agent. Only `input` is required. */
        InvokeRequest: {
            /** The input of the agent. */
            input: components["schemas"]["InvokeInput"];
            /** The thread to continue: the `id` of an earlier task. Send it only after that task has completed. An unused id starts a new thread with that id. Without an id, the server starts a new thread and makes the id. */
            id?: string | null;
            /** The format of the result. Defaults to the agent's own setting, so set it if your code depends on the format. */
            output_format?: components["schemas"]["KnownOutputFormat"] | null;
            /** The JSON Schema that the result must follow. It takes effect with `output_format` `json`, so send both. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /** Additional instructions for this run. Despite the name, they do not replace the agent's instructions. */
            instructions_override?: string | null;
            /** Facts for this run, which are added to the system prompt. For rules, use `instructions_override`. */
            additional_context?: string | null;
            /** A description of the expected output, in prose. */
            expected_output?: string | null;
            /**
             * How deeply the agent reasons. Default `default`; `harder` is slower and more thorough.
             * @default default
             */
            think_mode?: components["schemas"]["KnownThinkMode"] | null;
            /** The identifier of the model provider for this run, for example `openai`. Defaults to the agent's own. */
            llm_model_provider?: string | null;
            /** The model for this run. Defaults to the agent's own. */
            llm_model_name?: string | null;
            /** The reasoning effort for this run, on models that reason. Defaults to the agent's own setting. */
            llm_reasoning_effort?: components["schemas"]["KnownReasoningEffort"] | null;
            /**
             * If `true`, the contents of `input.files` are not added to the prompt; tools still get the URLs. Default `false`.
             * @default false
             */
            disable_attachment_injection?: boolean | null;
            /** The user's OIDC token for MCP tools that use OAuth. It is a secret, and the task echoes it. */
            user_oidc_token?: string | null;
            /** The user's access tokens for MCP tools, by the id of the node that needs them. They are secrets, and the task echoes them. */
            user_tokens?: {
                [key: string]: unknown;
            } | null;
            /**
             * Additional MCP servers for this run. Default none.
             * @default []
             */
            mcp_servers?: components["schemas"]["McpServer"][] | null;
            /** The title of the task in lists. Without it, the server chooses one. */
            title?: string | null;
            /** A label of your own for the origin of the call. Without it, the task has `api`. */
            source?: string | null;
            /** The surface from which the call comes, recorded in the history. Without it, the server records `sdk`. */
            source_node_type?: components["schemas"]["SourceNodeType"] | null;
            /** Additional data that is added to the payload of tool calls. Free form. */
            payload_extension?: {
                [key: string]: unknown;
            } | null;
            /** The id of the parent task, if another run starts this one. The task has it as `parent_execution`. */
            parent_execution_id?: string | null;
            /** The id of the agent that triggers this invocation, if it is not a person. */
            triggering_agent_id?: string | null;
            /** The worker of a self-hosted agent that must take the run. */
            worker_id?: string | null;
            /**
             * Runs the task locally, for the development of self-hosted agents. Default `false`.
             * @default false
             */
            run_locally?: boolean | null;
            /** The only workflow node to run, as a test. Used by the workflow editor. */
            test_run_node_id?: string | null;
            /**
             * Whether fine-grained events are recorded, so that an event stream can be attached later. Default `false`.
             * @default false
             */
            events_streaming?: boolean | null;
            /**
             * Whether to request usage metrics. Known to have an effect if a workflow calls an agent. Default `false`.
             * @default false
             */
            return_metrics?: boolean | null;
        };
        /** The status of a task. `pending`: waits for a worker. `executing`: runs. `paused`: waits for a decision or a sign-in. `completed`, `failed`, `error` and `stopped` are final. */
        KnownTaskStatus: "pending" | "executing" | "paused" | "error" | "failed" | "completed" | "stopped";
        /** The status of a task, as reported. Newer servers may send other values; treat those as not final. */
        TaskStatus: components["schemas"]["KnownTaskStatus"] | (string & {});
        /** The user for whom a task ran, as recorded by the server. */
        TaskUser: {
            /** The id from the invocation. */
            id?: string | null;
            /** The user's e-mail address. */
            email?: string | null;
            /** A name to display, which the server makes from the other members. */
            display_name?: string | null;
            /** The given name. */
            first_name?: string | null;
            /** The family name. */
            last_name?: string | null;
            /** The free-form attributes from the invocation. */
            additional_attributes?: {
                [key: string]: unknown;
            } | null;
            /**
             * The user's role. Default `member`.
             * @default member
             */
            role?: string | null;
            /**
             * Whether the user is an administrator. Default `false`.
             * @default false
             */
            is_super_admin?: boolean | null;
            /** The IANA time zone. */
            timezone?: string | null;
        };
        /** The input of a task. In a continued thread it is that of the latest turn. */
        TaskInput: {
            /** The prompt of the latest turn. Default empty. */
            text?: string | null;
            /**
             * The URLs of the files of the latest turn. Default none.
             * @default []
             */
            files?: string[] | null;
            /** The user of the latest turn, or `null` if the invocation had none. */
            user?: components["schemas"]["TaskUser"] | null;
        };
        /** A decision that a person must make before the run continues. The person decides where the notification arrived (mail, chat); this API has no operation for it. */
        HitlRequest: {
            /** The id of the workflow node that waits for the decision. */
            wait_node_id?: string | null;
            /** The operation that needs approval (older form). */
            operation_id?: string | null;
            /** The title of the question (older form). */
            title?: string | null;
            /** The explanation of the question (older form). */
            description?: string | null;
            /** The content that needs approval (older form). */
            content?: string | null;
            /** The user who approved (older form). */
            approved_by?: string | null;
            /** The user who rejected (older form). */
            rejected_by?: string | null;
        };
        /** A sign-in to an external service for which the run waits. */
        PendingEcaRequest: {
            /** The connector that lacks credentials. */
            connector_name?: string | null;
            /** The page on which the user grants access. The run then continues by itself. */
            auth_url?: string | null;
        };
        /** The reasoning depth of a run, as reported. Newer servers may send other values. */
        ThinkMode: components["schemas"]["KnownThinkMode"] | (string & {});
        /** The token usage of a run. Zero can also mean that the tokens were not counted. */
        TokenUsage: {
            /**
             * The number of tokens that the model read. Default 0.
             * @default 0
             */
            prompt_tokens?: number | null;
            /**
             * The number of tokens that the model wrote. Default 0.
             * @default 0
             */
            completion_tokens?: number | null;
            /**
             * The sum of prompt and completion tokens. Default 0.
             * @default 0
             */
            total_tokens?: number | null;
        };
        /** One step of an agent's plan. */
        DeepPlanningTask: {
            /** The id of the step within the plan. */
            id?: string | null;
            /** The title of the step. */
            title?: string | null;
            /**
             * Whether the step is done. Default `false`.
             * @default false
             */
            completed?: boolean | null;
        };
        /** The plan of an agent. */
        DeepPlanning: {
            /**
             * Whether the agent makes a plan before it works. Default `false`.
             * @default false
             */
            enabled?: boolean | null;
            /**
             * Whether the run is repeated until every step of the plan is done. Default `false`.
             * @default false
             */
            enforce?: boolean | null;
            /**
             * Whether the agent has started to work on the plan. Default `false`.
             * @default false
             */
            started?: boolean | null;
            /**
             * Whether the agent interrupted its work to ask a question. Default `false`.
             * @default false
             */
            question_raised?: boolean | null;
            /**
             * The steps, in order. Default none.
             * @default []
             */
            tasks?: components["schemas"]["DeepPlanningTask"][] | null;
        };
        /** The record of a run. Only `id` is always present; servers often send a short form with a few members. */
        Task: {
            /** The id of the task and of its thread. Use it to poll, and send it as `id` to continue the conversation. */
            id: string;
            /** The id of the agent. */
            agent_id?: string | null;
            /** The id of the organization that owns the agent. */
            organization_id?: string | null;
            /**
             * The status of the run. Default `pending`. Only `completed` means success; the HTTP status is 200 for failed runs, too. Treat `null` as not finished.
             * @default pending
             */
            status?: components["schemas"]["TaskStatus"] | null;
            /** The answer, or the error message if `status` is `error`. `null`, sometimes empty, until the run has ended. With `output_format` `json` it is JSON text; accept an object, too. */
            result?: string | null;
            /** The input of the latest turn. */
            input?: components["schemas"]["TaskInput"] | null;
            /** The time of creation. */
            created_at?: components["schemas"]["Timestamp"] | null;
            /** The time at which a worker started the run. It can be `null` on a completed task. */
            started_at?: components["schemas"]["Timestamp"] | null;
            /** The time of the last pause. */
            paused_at?: components["schemas"]["Timestamp"] | null;
            /** The time at which the run ended, whatever the outcome. */
            finished_at?: components["schemas"]["Timestamp"] | null;
            /** The decision a `paused` run waits for, if any. */
            hitl_request?: components["schemas"]["HitlRequest"] | null;
            /** The sign-in a `paused` run waits for, if any. */
            pending_eca_request?: components["schemas"]["PendingEcaRequest"] | null;
            /** The title of the task in lists. */
            title?: string | null;
            /** The label from the invocation, or `api` if it had none. */
            source?: string | null;
            /** The version of the agent that ran. */
            agent_version?: string | null;
            /** The internal status of the server. Do not rely on it. */
            internal_status?: string | null;
            /**
             * Whether the run was stopped by a user or through the API, and not by the system. Default `false`.
             * @default false
             */
            is_manually_stopped?: boolean | null;
            /**
             * The number of attempts to run the task. Default 1.
             * @default 1
             */
            execution_attempts?: number | null;
            /**
             * The format of `result`. Default `text`.
             * @default text
             */
            output_format?: components["schemas"]["OutputFormat"] | null;
            /** The JSON Schema from the invocation. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /** The voice for the output format `voice`. */
            voice_id?: string | null;
            /**
             * The reasoning depth of the run. Default `default`.
             * @default default
             */
            think_mode?: components["schemas"]["ThinkMode"] | null;
            /** The model provider that the run used. */
            llm_model_provider?: string | null;
            /** The model that the run used. */
            llm_model_name?: string | null;
            /** The reasoning effort that the run used, on models that reason. */
            llm_reasoning_effort?: components["schemas"]["ReasoningEffort"] | null;
            /** The token usage of the run. */
            tokens?: components["schemas"]["TokenUsage"] | null;
            /** The additional facts from the invocation. */
            additional_context?: string | null;
            /** The additional instructions from the invocation. */
            instructions_override?: string | null;
            /** The description of the expected output from the invocation. */
            expected_output?: string | null;
            /**
             * Whether the contents of files were left out of the prompt. Default `false`.
             * @default false
             */
            disable_attachment_injection?: boolean | null;
            /**
             * The additional MCP servers from the invocation, with their credentials. Default none. Keep them out of logs.
             * @default []
             */
            mcp_servers?: components["schemas"]["McpServer"][] | null;
            /** The user's tokens from the invocation. They are secrets; keep them out of logs. */
            user_tokens?: {
                [key: string]: unknown;
            } | null;
            /** The user's OIDC token from the invocation. It is a secret; keep it out of logs. */
            user_oidc_token?: string | null;
            /** The additional data for tool calls from the invocation. */
            payload_extension?: {
                [key: string]: unknown;
            } | null;
            /** The id of the parent task, if any. */
            parent_execution?: string | null;
            /**
             * The ids of the sub-tasks. Default none.
             * @default []
             */
            sub_executions?: string[] | null;
            /**
             * The ids of the sub-tasks that have ended. Default none.
             * @default []
             */
            finished_sub_executions?: string[] | null;
            /**
             * Whether the end of this task is reported to its parent. Default `false`.
             * @default false
             */
            should_update_parent?: boolean | null;
            /** The id of the agent that triggered the invocation, if any. */
            triggering_agent_id?: string | null;
            /** The agent's plan, if it has one. */
            deep_planning?: components["schemas"]["DeepPlanning"] | null;
            /**
             * Whether fine-grained events were recorded. Default `false`.
             * @default false
             */
            events_streaming?: boolean | null;
            /**
             * Whether the run called a tool that changes data. Check it before you repeat a run. Default `false`.
             * @default false
             */
            used_mutating_tools?: boolean | null;
            /**
             * Whether the task runs in the background. Default `false`.
             * @default false
             */
            is_background?: boolean | null;
            /**
             * Whether the task continues over several turns. Default `false`.
             * @default false
             */
            is_continuous?: boolean | null;
            /**
             * Whether the task is the run of a workflow. Default `false`.
             * @default false
             */
            is_orchestration?: boolean | null;
            /**
             * Whether the invocation came through the agent gateway. Default `false`.
             * @default false
             */
            is_gateway?: boolean | null;
            /**
             * Whether the invocation requested usage metrics. Default `false`.
             * @default false
             */
            return_metrics?: boolean | null;
            /** The id of the workflow node that ran last. */
            last_executed_node_id?: string | null;
            /** The id of the only workflow node that a test ran. */
            test_run_node_id?: string | null;
            /** The id of the worker that ran the task. */
            worker_id?: string | null;
        };
        /** The members of every event besides `type` and `data`. */
        EventEnvelope: {
            /** The id of the task, which may be a sub-task. */
            task_id?: string | null;
            /** The id of the organization that owns the task. */
            organization_id?: string | null;
            /** The time of the event. */
            time?: components["schemas"]["Timestamp"] | null;
        };
        /** The task was created, in a new or a continued thread. This is the first event. */
        TaskCreatedEvent: {
            /** The type of the event. */
            type: "task_created";
            /** The task, normally `pending`. */
            data: components["schemas"]["Task"];
        } & components["schemas"]["EventEnvelope"];
        /** The status of the task has changed, usually to `executing`. */
        TaskUpdatedEvent: {
            /** The type of the event. */
            type: "task_updated";
            /** The current task. */
            data: components["schemas"]["Task"];
        } & components["schemas"]["EventEnvelope"];
        /** A reasoning step of an agent. */
        ReasoningStep: {
            /** The id of the step. */
            id?: string | null;
            /** The time of creation. */
            created_at?: string | null;
            /** The kind of step, `think` or `analyze`. */
            type?: string | null;
            /** The title of the step. */
            title?: string | null;
            /** The confidence of the agent. */
            confidence?: number | string | null;
            /** The thought. */
            thought?: string | null;
            /** The next action. */
            action?: string | null;
            /** The result of the action. */
            result?: string | null;
            /** The analysis of the result. */
            analysis?: string | null;
        };
        /** The agent reasoned about the next step. */
        ThinkEvent: {
            /** The type of the event. */
            type: "think";
            /** The thought, as text or as a reasoning step. */
            data: string | components["schemas"]["ReasoningStep"] | null;
        } & components["schemas"]["EventEnvelope"];
        /** The agent analyzed a result. */
        AnalyzeEvent: {
            /** The type of the event. */
            type: "analyze";
            /** The analysis, as text or as a reasoning step. */
            data: string | components["schemas"]["ReasoningStep"] | null;
        } & components["schemas"]["EventEnvelope"];
        /** The reason for a tool call. */
        ToolCallReasoning: {
            /** A short title. */
            title?: string | null;
            /** The reason. */
            description?: string | null;
        };
        /** A tool call. */
        ToolCall: {
            /** The id that a call and its result have in common. */
            request_id?: string | null;
            /** The id of the operation that is called. */
            operation_id?: string | null;
            /** The model's id for the call. */
            tool_call_id?: string | null;
            /** The id of the agent's graph node that contains the tool. */
            graph_node_id?: string | null;
            /** The name of the tool. */
            tool_name?: string | null;
            /** The arguments of the call; any JSON. */
            payload?: unknown;
            /** The reason for the call. */
            reasoning?: components["schemas"]["ToolCallReasoning"] | null;
            /** The step of the plan to which the call belongs. */
            plan_task_id?: string | null;
        };
        /** The agent is about to call a tool. */
        ToolCallRequestEvent: {
            /** The type of the event. */
            type: "tool_call_request";
            /** The tool call. */
            data: components["schemas"]["ToolCall"];
        } & components["schemas"]["EventEnvelope"];
        /** A tool call with its result. */
        ToolCallResult: {
            /** The result of the tool; any JSON. */
            result?: unknown;
            /**
             * Whether the call failed. Default `false`.
             * @default false
             */
            is_error?: boolean | null;
        } & components["schemas"]["ToolCall"];
        /** A tool call has ended. */
        ToolCallResultEvent: {
            /** The type of the event. */
            type: "tool_call_result";
            /** The tool call with its result. */
            data: components["schemas"]["ToolCallResult"];
        } & components["schemas"]["EventEnvelope"];
        /** A piece of the answer. A run may send none: the result in `task_finished` is the complete answer. */
        ChunkEvent: {
            /** The type of the event. */
            type: "chunk";
            /** The next piece of text. */
            data: string;
        } & components["schemas"]["EventEnvelope"];
        /** Work that is delegated to a sub-agent. */
        SubAgentTrigger: {
            /** The id of the sub-agent. */
            agent_id?: string | null;
            /** The prompt for the sub-agent. */
            query?: string | null;
            /** The files for the sub-agent. */
            files?: string[] | null;
            /** The reason for the delegation. */
            reasoning?: Record<string, never> | string | null;
        };
        /** The agent delegated work to a sub-agent. */
        SubAgentTriggerEvent: {
            /** The type of the event. */
            type: "sub_agent_trigger";
            /** The delegated work. */
            data: components["schemas"]["SubAgentTrigger"] | null;
        } & components["schemas"]["EventEnvelope"];
        /** The agent's plan has changed. */
        PlanUpdatedEvent: {
            /** The type of the event. */
            type: "plan_updated";
            /** The current plan. */
            data: components["schemas"]["DeepPlanning"] | null;
        } & components["schemas"]["EventEnvelope"];
        /** The state of a sign-in. After `login_required` the run continues by itself if the user signs in within ten minutes. */
        KnownAuthStateType: "not_supported" | "login_required" | "token_issue" | "token_ready";
        /** Details of a sign-in. Which members are present depends on its state. */
        AuthStateData: {
            /** With `login_required`: the page to open for the sign-in. */
            url?: string | null;
            /** The URL of the MCP server that requires the sign-in. */
            server_url?: string | null;
            /** The name of the MCP server. */
            server_name?: string | null;
            /** With `token_ready`: a placeholder, because the server redacts the token. */
            access_token?: string | null;
            /** The error message. */
            message?: string | null;
        };
        /** The state of a sign-in for a tool. */
        AuthState: {
            /** The state. */
            type?: components["schemas"]["KnownAuthStateType"] | (string & {}) | null;
            /** Details, which depend on the state. */
            data?: components["schemas"]["AuthStateData"] | null;
        };
        /** A tool needs a sign-in, or the sign-in has changed its state. */
        AuthEvent: {
            /** The type of the event. */
            type: "auth_event";
            /** The state of the sign-in. */
            data: components["schemas"]["AuthState"] | null;
        } & components["schemas"]["EventEnvelope"];
        /** The kind of a compactization: the run is retried, or the earlier context is summarized. */
        KnownCompactizationType: "retry" | "summarization";
        /** Details of a retry or a summary. */
        CompactizationData: {
            /** With `retry`: whether this is a retry. */
            is_retry?: boolean | null;
            /** With `summarization`: the prompt that replaces the original one. */
            new_task_prompt?: string | null;
            /** With `summarization`: the summary of the earlier context. */
            task_context?: string | null;
        };
        /** A retry of the run, or a summary of its earlier context. */
        Compactization: {
            /** The kind of compactization. */
            type?: components["schemas"]["KnownCompactizationType"] | (string & {}) | null;
            /** Details, which depend on the kind. */
            data?: components["schemas"]["CompactizationData"] | null;
        };
        /** The run was retried, or its earlier context was summarized to save space. */
        TaskCompactizationEvent: {
            /** The type of the event. */
            type: "task_compactization";
            /** The retry or the summary. */
            data: components["schemas"]["Compactization"] | null;
        } & components["schemas"]["EventEnvelope"];
        /** The run has ended, whatever the outcome; check `data.status`. This is the last event. */
        TaskFinishedEvent: {
            /** The type of the event. */
            type: "task_finished";
            /** The ended task, with the complete answer in `result`. */
            data: components["schemas"]["Task"];
        } & components["schemas"]["EventEnvelope"];
        /** How full the context of the model is. */
        ContextStatus: {
            /** The estimated number of tokens in the context. */
            estimated_tokens?: number | null;
            /** The number of tokens that fit. */
            context_window?: number | null;
            /** The share that is used, from 0 to 100, with one decimal. */
            percent?: number | null;
            /** The point at which the context is compacted. */
            auto_compact_threshold?: number | null;
            /** The point at which the context is compacted at once. */
            emergency_threshold?: number | null;
            /** Whether the context is being compacted. */
            compacting?: boolean | null;
        };
        /** The context of the model has grown or was compacted. Not sent again while the whole percent is the same. */
        ContextStatusEvent: {
            /** The type of the event. */
            type: "context_status";
            /** How full the context is. */
            data: components["schemas"]["ContextStatus"] | null;
        } & components["schemas"]["EventEnvelope"];
        /** An event of a conversation. `connected` can also begin the stream of an invocation. `turn_finished` settles a turn; its data has the complete answer, probably in `result`. */
        GatewayEvent: {
            /** The type of the event. */
            type: "connected" | "turn_started" | "turn_finished" | "inline_card" | "agent_gateway_decision" | "gateway_steer_applied" | "ask_user_questions" | "sub_task_created" | "sub_task_updated" | "sub_task_finished" | "invite_member" | "member_invited" | "ask_for_secret" | "secret_saved" | "live_surface_created";
            /** Any JSON. */
            data: unknown;
        } & components["schemas"]["EventEnvelope"];
        /** An event of a stream: the JSON of one `data:` line. Servers may send other types; readers should ignore those and go on. */
        TaskEvent: components["schemas"]["TaskCreatedEvent"] | components["schemas"]["TaskUpdatedEvent"] | components["schemas"]["ThinkEvent"] | components["schemas"]["AnalyzeEvent"] | components["schemas"]["ToolCallRequestEvent"] | components["schemas"]["ToolCallResultEvent"] | components["schemas"]["ChunkEvent"] | components["schemas"]["SubAgentTriggerEvent"] | components["schemas"]["PlanUpdatedEvent"] | components["schemas"]["AuthEvent"] | components["schemas"]["TaskCompactizationEvent"] | components["schemas"]["TaskFinishedEvent"] | components["schemas"]["ContextStatusEvent"] | components["schemas"]["GatewayEvent"];
        /** A task in a list. Some names differ from those of `Task`. Only `id` is always present. */
        TaskSummary: {
            /** The id of the task and of its thread. A continued thread is one row. */
            id: string;
            /** The id of the agent. */
            agent_id?: string | null;
            /** The id of the organization that owns the agent. */
            organization_id?: string | null;
            /** The status of the run. Only `completed` means success. */
            status?: components["schemas"]["TaskStatus"];
            /** The id of the user for whom the task ran, or `null` if the invocation had none. */
            user_id?: string | null;
            /** The id of the parent task, if any. In `Task` it is `parent_execution`. */
            parent_task_id?: string | null;
            /** The id of the agent that triggered the invocation, if any. */
            triggering_agent_id?: string | null;
            /** The time at which the row was written, which can be shortly after the `created_at` of the task. */
            created_at?: components["schemas"]["Timestamp"] | null;
            /** The time of the latest change. Lists seem to be sorted by it, newest first. */
            updated_at?: components["schemas"]["Timestamp"] | null;
            /** The surface from which the call came, for example `sdk`. It differs from the `source` of a task. */
            source_node_type?: string | null;
            /** The answer of the latest turn. `null` or empty until the run has ended. */
            result?: string | null;
            /** The title of the task. */
            title?: string | null;
        };
        /** One page of tasks. Rows can move between pages while runs progress. */
        TaskPage: {
            /** The rows of this page. */
            items: components["schemas"]["TaskSummary"][];
            /** The number of rows on all pages. */
            total?: number | null;
            /** The number of this page, starting at 1. */
            page?: number | null;
            /** The maximum number of rows on a page. */
            per_page?: number | null;
            /** The number of pages. */
            total_pages?: number | null;
        };
        /** The content of a message. */
        ActivityContent: {
            /** The text. */
            text?: string | null;
            /** The URLs of files. */
            files?: string[] | null;
        };
        /** A message of the user or the agent. */
        MessageActivity: {
            /** The id of the entry. */
            id?: string | null;
            /** The time of the entry. */
            created_at?: string | null;
            /** The author: `user` or `agent`. */
            role: string;
            /** The text and the files. */
            content: components["schemas"]["ActivityContent"] | null;
            /**
             * Whether it is the result of a sub-task. Default `false`.
             * @default false
             */
            sub_execution_result?: boolean | null;
            /** The user who sent the message. */
            user?: components["schemas"]["TaskUser"] | null;
        };
        /** A tool call. */
        ToolCallActivity: {
            /** The id of the entry. */
            id?: string | null;
            /** The time of the entry. */
            created_at?: string | null;
            /** The name of the tool. */
            tool_name: string;
            /** The arguments of the call. */
            payload?: Record<string, never> | unknown[] | string | number | boolean | null;
            /**
             * Whether the call failed. Default `false`.
             * @default false
             */
            is_error?: boolean | null;
            /** The reason for the call. */
            reasoning?: components["schemas"]["ToolCallReasoning"] | null;
            /** The result of the call. */
            result?: Record<string, never> | unknown[] | string | number | boolean | null;
            /** The step of the plan to which the call belongs. */
            plan_task_id?: string | null;
        };
        /** A reasoning step. */
        ReasoningActivity: {
            /** The id of the entry. */
            id?: string | null;
            /** The time of the entry. */
            created_at?: string | null;
            /** The kind of step. */
            type: "think" | "analyze";
            /** The title of the step. */
            title: string | null;
            /** The confidence of the agent. */
            confidence?: number | string | null;
            /** The thought. */
            thought?: string | null;
            /** The next action. */
            action?: string | null;
            /** The result of the action. */
            result?: string | null;
            /** The analysis of the result. */
            analysis?: string | null;
            /** The step of the plan to which the step belongs. */
            plan_task_id?: string | null;
        };
        /** Work that was delegated to a sub-agent. */
        SubAgentActivity: {
            /** The id of the entry. */
            id?: string | null;
            /** The time of the entry. */
            created_at?: string | null;
            /** The id of the sub-agent. */
            agent_id: string;
            /** The prompt for the sub-agent. */
            query?: string | null;
            /** The files for the sub-agent. */
            files?: string[] | null;
            /** The reason for the delegation. */
            reasoning: Record<string, never> | string | null;
            /** The step of the plan to which the delegation belongs. */
            plan_task_id?: string | null;
        };
        /** The state of a sign-in for a tool. */
        AuthActivity: {
            /** The id of the entry. */
            id?: string | null;
            /** The time of the entry. */
            created_at?: string | null;
            /** The state. */
            type: components["schemas"]["KnownAuthStateType"];
            /** Details, which depend on the state. */
            data?: components["schemas"]["AuthStateData"] | null;
        };
        /** A decision about sub-tasks. */
        DecisionActivity: {
            /** The id of the entry. */
            id?: string | null;
            /** The time of the entry. */
            created_at?: string | null;
            /** The id of the agent that decided. */
            agent_id?: string | null;
            /** The reason for the decision. */
            reasoning: Record<string, never> | string | null;
            /** The title of the decision. Default empty. */
            title?: string | null;
            /** The decision in words. Default empty. */
            description?: string | null;
            /** What was done with a sub-task: created, asked, stopped, continued or read. */
            action: {
                [key: string]: unknown;
            };
        };
        /** An entry of another kind: questions, requests for approval, secrets and live surfaces. Its members pass through. */
        OtherActivity: {
            /** The id of the entry. */
            id?: string | null;
            /** The time of the entry. */
            created_at?: string | null;
            /** The id of the agent. */
            agent_id?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** An entry of the activity. Questions, requests for approval and cards are of the open kind; newer servers add kinds. */
        ActivityEntry: components["schemas"]["MessageActivity"] | components["schemas"]["ToolCallActivity"] | components["schemas"]["ReasoningActivity"] | components["schemas"]["SubAgentActivity"] | components["schemas"]["AuthActivity"] | components["schemas"]["DecisionActivity"] | components["schemas"]["OtherActivity"];
        /** What has happened in a conversation. It differs from the messages of `getThread`. */
        ActivityThread: {
            /** The id of the conversation. */
            id?: string | null;
            /** The time of creation. */
            created_at?: string | null;
            /** The entries, oldest first. */
            messages?: components["schemas"]["ActivityEntry"][] | null;
            /** The user of the conversation. */
            user?: components["schemas"]["TaskUser"] | null;
        };
        /** A conversation: its task, activity and usage. */
        Conversation: {
            /** The id of the conversation. */
            conversation_id?: string | null;
            /** The task, which shows the latest turn. */
            execution?: components["schemas"]["Task"] | null;
            /** What has happened in the conversation. The name of this member is an inference. */
            activity?: components["schemas"]["ActivityThread"] | null;
            /** The usage of tokens and its cost. The name of this member is an inference. */
            usage?: {
                [key: string]: unknown;
            } | null;
            /** The sub-tasks, each with its activity and usage. The name of this member is an inference. */
            sub_executions?: {
                [key: string]: unknown;
            }[] | null;
        } & {
            [key: string]: unknown;
        };
        /** What a message does while a turn runs. `auto`: waits in the queue; starts nothing if no turn runs. `queue`: always waits in the queue. `steer`: reaches the running turn at its next tool call; a 409 if none runs. `interrupt`: stops the turn and runs next. */
        KnownMessageMode: "auto" | "queue" | "steer" | "interrupt";
        /** What a message does while a turn runs. Newer servers may accept other values. */
        MessageMode: components["schemas"]["KnownMessageMode"] | (string & {});
        /** A message to a conversation. */
        SendMessageRequest: {
            /** The message. Default empty. */
            text?: string | null;
            /** The URLs of files. */
            files?: string[] | null;
            /**
             * What the message does while a turn runs. Default `auto`.
             * @default auto
             */
            mode?: components["schemas"]["MessageMode"] | null;
            /** A key of your own, which the queued message repeats. Whether it prevents a second message is not documented. */
            idempotency_key?: string | null;
            /** The user who sends the message. */
            user?: components["schemas"]["User"] | null;
        };
        /** What has happened to a message. */
        MessageReceipt: {
            /** What has happened: `started` (nothing was enqueued), `queued`, or another value. */
            action: string;
            /** The id of the queued message. */
            message_id?: string | null;
            /**
             * The number of messages in the queue. Default 0.
             * @default 0
             */
            queue_depth?: number | null;
            /** What a steering message reaches. */
            steer_target?: string | null;
        };
        /** A message that waits for its turn. Newer servers add members. */
        QueuedMessage: {
            /** The id of the message. */
            id?: string | null;
            /** The message. Default empty. */
            text?: string | null;
            /** The URLs of files. */
            files?: string[] | null;
            /** The user who sent the message. */
            user?: components["schemas"]["TaskUser"] | null;
            /** The time at which the message was sent. */
            enqueued_at?: string | null;
            /** The key from the request. */
            idempotency_key?: string | null;
        };
        /** Whether a turn of a conversation is running, and what waits for it. */
        RunState: {
            /** The id of the conversation. */
            conversation_id: string;
            /**
             * Whether a turn is running. Default `false`.
             * @default false
             */
            is_running?: boolean | null;
            /**
             * Whether a message can steer the turn. Default `false`.
             * @default false
             */
            is_steerable?: boolean | null;
            /**
             * What a steering message would reach. Default `none`.
             * @default none
             */
            steer_target?: string | null;
            /** The id of the sub-task that is running, if any. */
            active_child_id?: string | null;
            /**
             * The number of messages in the queue. Default 0.
             * @default 0
             */
            queue_depth?: number | null;
            /** The messages in the queue, the next one first. */
            queued_messages?: components["schemas"]["QueuedMessage"][] | null;
            /** The status of the task. */
            execution_status?: components["schemas"]["TaskStatus"] | null;
            /**
             * The state of the conversation. Default `regular`.
             * @default regular
             */
            conversation_state?: string | null;
        };
        /** How to stop a turn. */
        StopConversationRequest: {
            /**
             * Whether to remove all queued messages, too. Default `false`.
             * @default false
             */
            clear_queue?: boolean | null;
        };
        /** An answer to one question. Members that are not listed are passed on. */
        QuestionAnswer: {
            /** The id of the question. */
            question_id: string;
            /** The ids of the chosen options. */
            selected_option_ids?: string[] | null;
            /** An answer in words. */
            free_text?: string | null;
            /** An answer in words, in the form of the newer page. */
            answer?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** Answers to the questions of a paused turn. */
        AnswersRequest: {
            /** The id of the questions, from the event `ask_user_questions` or the activity. */
            decision_id: string;
            /** One answer for each question. */
            answers: components["schemas"]["QuestionAnswer"][];
            /** The user who answers. */
            user?: components["schemas"]["User"] | null;
        };
        /** Approves or denies an action. */
        ConfirmationRequest: {
            /** The id of the request for approval. */
            request_id: string;
            /** Whether the action may run. `false` denies it. */
            approve: boolean;
        };
        /** The kind of a tool. `action` is an operation of a connector. */
        KnownAgentToolType: "action" | "custom_function" | "mcp" | "agent" | "workflow";
        /** The kind of a tool, as reported. Newer servers may send other values. */
        AgentToolType: components["schemas"]["KnownAgentToolType"] | (string & {});
        /** A tool of an agent. Only `id` is always present. */
        AgentTool: {
            /** The id of the tool. Use it to remove the tool. */
            id: string;
            /** The kind of the tool. */
            type?: components["schemas"]["AgentToolType"] | null;
            /** The name of the tool. */
            name?: string | null;
            /** The connection that an action uses. */
            connection_id?: string | null;
            /** The operation of an action. */
            operation_id?: string | null;
            /** The name of the operation of an action. */
            operation_name?: string | null;
            /** The id of a custom function. */
            custom_function_id?: string | null;
            /** The id of an MCP server. */
            mcp_id?: string | null;
            /** The only tools of an MCP server that the agent may use, if they are limited. */
            allowed_tools?: string[] | null;
            /** The id of the agent or workflow that the tool runs. */
            target_id?: string | null;
        };
        /** Operations of a connector. */
        ActionToolInput: {
            /** The kind of the tool. */
            type: "action";
            /** The connection to the external service. */
            connection_id: string;
            /** The operations to add. Without it, the server chooses. */
            operation_ids?: string[] | null;
        };
        /** A custom function. */
        CustomFunctionToolInput: {
            /** The kind of the tool. */
            type: "custom_function";
            /** The id of the custom function. */
            custom_function_id: string;
        };
        /** An MCP server: either `mcp_id`, or `url` with a name and a transport. */
        McpToolInput: {
            /** The kind of the tool. */
            type: "mcp";
            /** The id of an MCP server that your organization has set up. */
            mcp_id?: string | null;
            /** The URL of an MCP server, in place of `mcp_id`. */
            url?: string | null;
            /** A name for the server at `url`. */
            name?: string | null;
            /** The transport of the server at `url`, such as `streamable-http`. */
            transport?: string | null;
        };
        /** Another agent. */
        AgentToolInput: {
            /** The kind of the tool. */
            type: "agent";
            /** The id of the agent to which work is delegated. */
            agent_id: string;
        };
        /** A workflow. */
        WorkflowToolInput: {
            /** The kind of the tool. */
            type: "workflow";
            /** The id of the workflow to run. */
            workflow_id: string;
        };
        /** A tool to add to an agent. `type` says which members it has. */
        AddAgentToolRequest: components["schemas"]["ActionToolInput"] | components["schemas"]["CustomFunctionToolInput"] | components["schemas"]["McpToolInput"] | components["schemas"]["AgentToolInput"] | components["schemas"]["WorkflowToolInput"];
        /** A new workflow. Only `name` is required. Members that are not listed are passed on. */
        CreateWorkflowRequest: {
            /** The name of the workflow, unique in the organization. */
            name: string;
            /** The purpose of the workflow. Default empty. */
            description?: string | null;
            /** An emoji or a URL. */
            icon?: string | null;
            /** A picture of the workflow. */
            avatar?: string | null;
            /**
             * The provider of the model. Default `anthropic`.
             * @default anthropic
             */
            model_provider?: components["schemas"]["ModelProvider"] | null;
            /**
             * The name of the model. Default `claude-sonnet-4-6`.
             * @default claude-sonnet-4-6
             */
            model_name?: string | null;
            /**
             * The reasoning effort of the model. Default `medium`.
             * @default medium
             */
            llm_reasoning_effort?: components["schemas"]["KnownReasoningEffort"] | null;
            /** The base URL of the model, if it is not the provider's default. */
            llm_api_base?: string | null;
            /** The name under which the credentials for the model are stored. */
            llm_credentials_key?: string | null;
            /**
             * Whether the model is called with xpander's key or with your own. Default `xpander`.
             * @default xpander
             */
            llm_credentials_key_type?: components["schemas"]["KnownCredentialsKeyType"] | null;
            /** Your own key for the model. A secret. */
            llm_credentials?: {
                [key: string]: unknown;
            } | null;
            /** Additional headers for requests to the model. They may contain secrets. */
            llm_extra_headers?: {
                [key: string]: string;
            } | null;
            /** The instructions of the workflow. */
            instructions?: components["schemas"]["AgentInstructionsInput"] | null;
            /** A description of the expected output, in prose. Default empty. */
            expected_output?: string | null;
            /**
             * The format of results. Default `markdown`.
             * @default markdown
             */
            output_format?: components["schemas"]["KnownOutputFormat"] | null;
            /** The JSON Schema that results must follow. Send it together with `output_format` `json`. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /** The nodes. `addWorkflowNode` adds one. */
            orchestration_nodes?: {
                [key: string]: unknown;
            }[] | null;
            /** Limits and retries of runs. */
            task_level_strategies?: {
                [key: string]: unknown;
            } | null;
            /** The notifications about ends of runs: `on_success` and `on_error`. */
            notification_settings?: {
                [key: string]: unknown;
            } | null;
            /** The surfaces from which the workflow can be invoked. */
            source_nodes?: {
                [key: string]: unknown;
            }[] | null;
            /**
             * Where the workflow runs. Default `serverless`.
             * @default serverless
             */
            deployment_type?: components["schemas"]["KnownDeploymentType"] | null;
            /** The users who may use the workflow. Set this member, because the documents contradict each other about its default. */
            access_scope?: components["schemas"]["KnownAccessScope"] | null;
            /** The environment in which the workflow runs. */
            environment_id?: string | null;
            /**
             * Whether the workflow uses NeMo guardrails. Default `false`.
             * @default false
             */
            using_nemo?: boolean | null;
            /**
             * Whether prompts are cached by the model provider. Default `false`.
             * @default false
             */
            prompts_caching_enabled?: boolean | null;
            /**
             * Whether a self-hosted workflow streams its events. Default `true`.
             * @default true
             */
            on_prem_event_streaming?: boolean | null;
            /**
             * Whether a user must sign in before a run. Default `false`.
             * @default false
             */
            use_oidc_pre_auth?: boolean | null;
            /** The OIDC audiences of that sign-in. */
            pre_auth_audiences?: string[] | null;
        } & {
            [key: string]: unknown;
        };
        /** Changes to a workflow, at least one member. Members that are not listed are passed on. */
        UpdateWorkflowRequest: {
            /** The name of the workflow, unique in the organization. */
            name?: string | null;
            /** The purpose of the workflow. */
            description?: string | null;
            /** An emoji or a URL. */
            icon?: string | null;
            /** A picture of the workflow. */
            avatar?: string | null;
            /** The provider of the model. */
            model_provider?: components["schemas"]["ModelProvider"] | null;
            /** The name of the model. */
            model_name?: string | null;
            /** The reasoning effort of the model. */
            llm_reasoning_effort?: components["schemas"]["KnownReasoningEffort"] | null;
            /** The base URL of the model, if it is not the provider's default. */
            llm_api_base?: string | null;
            /** The name under which the credentials for the model are stored. */
            llm_credentials_key?: string | null;
            /** Whether the model is called with xpander's key or with your own. */
            llm_credentials_key_type?: components["schemas"]["KnownCredentialsKeyType"] | null;
            /** Your own key for the model. A secret. */
            llm_credentials?: {
                [key: string]: unknown;
            } | null;
            /** Additional headers for requests to the model. They may contain secrets. */
            llm_extra_headers?: {
                [key: string]: string;
            } | null;
            /** The instructions of the workflow. */
            instructions?: components["schemas"]["AgentInstructionsInput"] | null;
            /** A description of the expected output, in prose. */
            expected_output?: string | null;
            /** The format of results. */
            output_format?: components["schemas"]["KnownOutputFormat"] | null;
            /** The JSON Schema that results must follow. Send it together with `output_format` `json`. */
            output_schema?: {
                [key: string]: unknown;
            } | null;
            /** The nodes. `addWorkflowNode` adds one. */
            orchestration_nodes?: {
                [key: string]: unknown;
            }[] | null;
            /** Limits and retries of runs. */
            task_level_strategies?: {
                [key: string]: unknown;
            } | null;
            /** The notifications about ends of runs: `on_success` and `on_error`. */
            notification_settings?: {
                [key: string]: unknown;
            } | null;
            /** The surfaces from which the workflow can be invoked. */
            source_nodes?: {
                [key: string]: unknown;
            }[] | null;
            /** Where the workflow runs. */
            deployment_type?: components["schemas"]["KnownDeploymentType"] | null;
            /** The users who may use the workflow. Set this member, because the documents contradict each other about its default. */
            access_scope?: components["schemas"]["KnownAccessScope"] | null;
            /** The environment in which the workflow runs. */
            environment_id?: string | null;
            /** Whether the workflow uses NeMo guardrails. */
            using_nemo?: boolean | null;
            /** Whether prompts are cached by the model provider. */
            prompts_caching_enabled?: boolean | null;
            /** Whether a self-hosted workflow streams its events. */
            on_prem_event_streaming?: boolean | null;
            /** Whether a user must sign in before a run. */
            use_oidc_pre_auth?: boolean | null;
            /** The OIDC audiences of that sign-in. */
            pre_auth_audiences?: string[] | null;
            /** The new state. `INACTIVE` takes the workflow out of service. */
            status?: components["schemas"]["KnownAgentStatus"] | null;
        } & {
            [key: string]: unknown;
        };
        /** A node of a workflow, in short form. Only `id` is always present. */
        WorkflowNode: {
            /** The id of the node. */
            id: string;
            /** The kind of the node, such as `action`, `agent`, `classifier` or `wait`. */
            type?: string | null;
            /** The name of the node. */
            name?: string | null;
            /** The ids of the nodes that run after this one. */
            next_node_ids?: string[] | null;
            /** The id of what the node uses, such as a custom function. */
            asset_id?: string | null;
            /** The connection of an action. */
            connection_id?: string | null;
            /** The operation of an action. */
            operation_id?: string | null;
            /** The id of the agent that the node runs. */
            target_agent_id?: string | null;
        };
        /** An operation of a connector as a node. */
        ActionNodeInput: {
            /** The name of the node. */
            name: string;
            /** The connection to the external service. */
            connection_id: string;
            /** The operation to call. */
            operation_id: string;
            /** What the node has to do, in prose. */
            instructions?: string | null;
            /**
             * The nodes after which this one runs. Default none.
             * @default []
             */
            after_node_ids?: string[] | null;
            /**
             * The nodes that run after this one. Default none.
             * @default []
             */
            next_node_ids?: string[] | null;
        };
        /** An agent as a node. */
        AgentNodeInput: {
            /** The name of the node. */
            name: string;
            /** The id of the agent to run. */
            agent_id: string;
            /** What the node has to do, in prose. */
            instructions?: string | null;
            /**
             * The nodes after which this one runs. Default none.
             * @default []
             */
            after_node_ids?: string[] | null;
            /**
             * The nodes that run after this one. Default none.
             * @default []
             */
            next_node_ids?: string[] | null;
        };
        /** The kind of an advanced node. */
        AdvancedNodeType: ("custom_function" | "pointer" | "classifier" | "parallel" | "code" | "guardrail" | "summarizer" | "wait" | "send_to_end") | (string & {});
        /** The settings of an advanced node. Members that the documents do not show are passed on. */
        AdvancedNode: {
            /** The kind of the node. */
            type: components["schemas"]["AdvancedNodeType"];
            /** The settings of the kind. Free form. */
            definition?: {
                [key: string]: unknown;
            } | null;
            /** An id of your own. Without it, the server makes one. */
            id?: string | null;
            /** The name of the node. */
            name?: string | null;
            /** The purpose of the node. */
            description?: string | null;
            /** The nodes that run after this one. */
            next_node_ids?: string[] | null;
            /** The condition under which the node runs: `type`, `term`, `group_id`, `path` and `value`. */
            condition?: {
                [key: string]: unknown;
            } | null;
            /** Whether a failed node runs again: `enabled` and `max_retries`. */
            retry_strategy?: {
                [key: string]: unknown;
            } | null;
            /** Whether the node runs several times: `enabled`, `max_iterations` and `end_condition`. */
            iterative_strategy?: {
                [key: string]: unknown;
            } | null;
            /** When the node ends the workflow: `enabled`, `stop_on_failure` and `stop_on_condition`. */
            stop_strategy?: {
                [key: string]: unknown;
            } | null;
            /**
             * The form of the input. Default `text`.
             * @default text
             */
            input_type?: string | null;
            /** The JSON Schema of the input. */
            input_schema?: {
                [key: string]: unknown;
            } | null;
            /** How to make the input, in prose. */
            input_instructions?: string | null;
            /** What to read from the context of the run, in prose. */
            agentic_context_input_instructions?: string | null;
            /** What to write to the context of the run, in prose. */
            agentic_context_output_instructions?: string | null;
            /**
             * Whether the result of this node is that of the workflow. Default `false`.
             * @default false
             */
            return_this?: boolean | null;
        } & {
            [key: string]: unknown;
        };
        /** A node of another kind, such as a classifier or a wait. */
        AdvancedNodeInput: {
            /** The name of the node. */
            name: string;
            /** The settings of the node. */
            advanced: components["schemas"]["AdvancedNode"];
            /**
             * The nodes after which this one runs. Default none.
             * @default []
             */
            after_node_ids?: string[] | null;
            /**
             * The nodes that run after this one. Default none.
             * @default []
             */
            next_node_ids?: string[] | null;
        };
        /** A node to add to a workflow, with the members of an action, of an agent or of another kind of node. */
        AddWorkflowNodeRequest: components["schemas"]["ActionNodeInput"] | components["schemas"]["AgentNodeInput"] | components["schemas"]["AdvancedNodeInput"];
        /** The author of a message of a thread. */
        KnownMessageRole: "user" | "assistant" | "system" | "tool";
        /** The author of a message, as reported. Newer servers may send other values. */
        MessageRole: components["schemas"]["KnownMessageRole"] | (string & {});
        /** The token usage of a message. Messages of the user have zeros. */
        MessageMetrics: {
            /** The number of tokens that the model read. */
            input_tokens?: number | null;
            /** The number of tokens that the model wrote. */
            output_tokens?: number | null;
            /** The sum of input and output tokens. */
            total_tokens?: number | null;
        };
        /** A message of a thread. Older servers send about 27 members, newer ones two to five. No member is always present. */
        ThreadMessage: {
            /** A UUID, or the id of the task followed by `_user_1`, `_agent_1` and so on. */
            id?: string | null;
            /** The author of the message. */
            role?: components["schemas"]["MessageRole"] | null;
            /** The text of the message. */
            content?: string | null;
            /** The time of the message, in seconds since the Unix epoch. Other timestamps of this API are ISO 8601 strings. */
            created_at?: number | null;
            /** The token usage of the message. */
            metrics?: components["schemas"]["MessageMetrics"] | null;
            /** The name of the author. */
            name?: string | null;
            /** The reasoning of the model before the message. */
            reasoning_content?: string | null;
            /** The reasoning, with parts redacted by the provider. */
            redacted_reasoning_content?: string | null;
            /** The tool calls that the model requested, in the form of the model provider. */
            tool_calls?: {
                [key: string]: unknown;
            }[] | null;
            /** The id of the tool call that this message answers. */
            tool_call_id?: string | null;
            /** The name of the tool that answered. */
            tool_name?: string | null;
            /** The arguments of the tool call. */
            tool_args?: {
                [key: string]: unknown;
            } | null;
            /** Whether the tool call failed. */
            tool_call_error?: boolean | null;
            /** Whether the run had to end after this tool call. */
            stop_after_tool_call?: boolean | null;
            /** Whether the message was added to the agent's memory. */
            add_to_agent_memory?: boolean | null;
            /** Whether the message comes from an earlier turn. */
            from_history?: boolean | null;
            /** Audio files of the message. */
            audio?: unknown[] | null;
            /** Images of the message. */
            images?: unknown[] | null;
            /** Videos of the message. */
            videos?: unknown[] | null;
            /** Files of the message. */
            files?: unknown[] | null;
            /** Audio made by the model. */
            audio_output?: {
                [key: string]: unknown;
            } | null;
            /** An image made by the model. */
            image_output?: {
                [key: string]: unknown;
            } | null;
            /** A video made by the model. */
            video_output?: {
                [key: string]: unknown;
            } | null;
            /** A file made by the model. */
            file_output?: {
                [key: string]: unknown;
            } | null;
            /** Sources cited by the model. */
            citations?: {
                [key: string]: unknown;
            } | null;
            /** Knowledge that the agent retrieved. Its form is not documented. */
            references?: {
                [key: string]: unknown;
            } | null;
            /** Additional data of the model provider. */
            provider_data?: {
                [key: string]: unknown;
            } | null;
        };
        /** The messages of a task under `root`, and those of each sub-task under its id. */
        FullThread: {
            /** The messages of the task itself, oldest first. */
            root: components["schemas"]["ThreadMessage"][];
        } & {
            [key: string]: components["schemas"]["ThreadMessage"][];
        };
        /** A provider of language models. Its other members are not documented and pass through. */
        LlmProvider: {
            /** The identifier of the provider. Send it as `llm_model_provider` or in the path of `listLlmModels`. */
            internal_identifier: string;
        };
        /** A language model. */
        LlmModel: {
            /** The name of the model. Send it as `llm_model_name`. */
            model_id: string;
            /** The name to display. */
            display_name?: string | null;
            /**
             * The price class. Default 1.
             * @default 1
             */
            tier?: number | null;
            /** A description of the model. */
            description?: string | null;
        };
    };
    responses: {
        /** The API key is missing or invalid. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The API key is valid, but the resource belongs to another organization. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The server refused a parameter. */
        ListRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** Too many requests, or the plan's credits are used up. Only a rate limit has these headers, and only a rate limit passes with time. */
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
        /** The server failed. An invocation may have started. */
        ServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The proxy in front of the API got no valid response from it. An invocation may have started. */
        BadGateway: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
                "text/html": string;
            };
        };
        /** The API accepts no requests at the moment. */
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
        /** The proxy in front of the API timed out, which happens with long synchronous runs. The run probably goes on. */
        GatewayTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
                "text/html": string;
            };
        };
        /** The server refused the settings. No agent was created. */
        AgentRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The agent does not exist. */
        AgentNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The server refused the id of the agent. */
        InvalidAgentId: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The server refused the changes. The agent is unchanged. */
        AgentChangesRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The server refused the request. Nothing was run. */
        InvocationRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The agent or the conversation does not exist. */
        ConversationNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The server refused the id of the conversation. */
        InvalidConversationId: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** No turn is running that a message could steer. */
        NothingToSteer: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The server refused the message. Nothing was enqueued. */
        MessageRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The server refused the request. The turn goes on. */
        StopRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The conversation does not exist, or the message is not in its queue. */
        QueuedMessageNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The conversation does not exist, or the user has sent no such message. */
        UserMessageNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The answers do not fit the questions, or no questions are open. Nothing was run. */
        AnswersDoNotFit: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The server refused the form of the answers. Nothing was run. */
        AnswersRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** No such request for approval is open. Nothing was run. */
        NothingToConfirm: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The server refused the form of the request. Nothing was run. */
        ConfirmationRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The server refused the tool. The agent is unchanged. */
        ToolRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The agent or the tool does not exist. */
        ToolNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The server refused the settings. No workflow was created. */
        WorkflowRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The workflow does not exist. */
        WorkflowNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The server refused the id of the workflow. */
        InvalidWorkflowId: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The server refused the changes. The workflow is unchanged. */
        WorkflowChangesRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The server refused the node. The workflow is unchanged. */
        NodeRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The workflow or the node does not exist. */
        NodeNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The task does not exist or was deleted. A new task may not be readable for a moment. */
        TaskNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The server refused the id of the task. */
        InvalidTaskId: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrorBody"];
            };
        };
        /** The provider does not exist. */
        ProviderNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiErrorBody"];
            };
        };
        /** The server refused the identifier of the provider. */
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
         * The number of the page to read, starting at 1. Default 1.
         * @example 2
         */
        Page: number;
        /**
         * How many rows a page holds, 1 to 50. Default 20.
         * @example 50
         */
        PerPage: number;
        /**
         * The id of the agent, a UUID shown in the xpander console.
         * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
         */
        AgentId: string;
        /**
         * Kept for compatibility. On servers with drafts, `true` deploys the change at once. Default `false`.
         * @example true
         */
        DeployAgent: boolean;
        /**
         * The version of the agent to run. Defaults to the live one. Since 1 November 2026 `draft` runs the live agent, too; older pages, of February 2026, say that it runs changes that are not deployed yet.
         * @example 7
         */
        AgentVersion: string;
        /** If `true`, the response comes at once, with a task that is still `pending`. Default `false`. Prefer the operation `invokeAsync`: servers may ignore this parameter. */
        Asynchronous: boolean;
        /**
         * Returns only tasks run for this user.
         * @example user-2041
         */
        UserIdFilter: string;
        /**
         * Returns only sub-tasks of this task.
         * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
         */
        ParentTaskFilter: string;
        /**
         * Returns only tasks triggered by this agent.
         * @example b1c7d0de-0c35-4a55-9d0e-7f6a6a0f2b18
         */
        TriggeringAgentFilter: string;
        /**
         * Returns only tasks with this status.
         * @example executing
         */
        StatusFilter: components["schemas"]["KnownTaskStatus"];
        /**
         * Returns only tasks with this internal status. Its values are not documented.
         * @example waiting
         */
        InternalStatusFilter: string;
        /**
         * The version of the agent to run. Defaults to the live one.
         * @example 7
         */
        TurnVersion: string;
        /**
         * How tasks for other agents run. It does not change whether this call waits, and the conversation keeps it. The default is not documented.
         * @example auto
         */
        SubTasks: "sync" | "async" | "auto";
        /**
         * The id of the last event that was received, to resume a broken stream: the events after it follow. Send the `id` of the conversation in the body. A server that no longer knows the event may run the body as a new turn.
         * @example 12
         */
        LastEventId: string;
        /**
         * The `id` of the conversation, which is that of the task of its first turn.
         * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
         */
        ConversationId: string;
        /**
         * The `message_id` from `sendMessage`, or the `id` of a queued message in the run state.
         * @example message-2
         */
        QueuedMessageId: string;
        /**
         * The `id` of a message of the user, from the activity of `getConversation`.
         * @example message-1
         */
        UserMessageId: string;
        /**
         * Kept for compatibility. Agents are live, so the change takes effect at once. Default `true`.
         * @example true
         */
        DeployTool: boolean;
        /**
         * The `id` of the tool, from `listAgentTools`.
         * @example tool-7f3c
         */
        ToolId: string;
        /**
         * The id of the workflow, which is an agent of type `orchestration`.
         * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
         */
        WorkflowId: string;
        /**
         * Whether to deploy the change at once, together with all other changes of the draft. Default `false`.
         * @example true
         */
        DeployWorkflow: boolean;
        /**
         * Whether to deploy the change at once. Unlike for `updateWorkflow`, the default is `true`.
         * @example false
         */
        DeployNodes: boolean;
        /**
         * The `id` of the node, from `listWorkflowNodes`.
         * @example node-approve
         */
        NodeId: string;
        /**
         * The version of the workflow to run. Defaults to the latest deployed version; `draft` runs changes that are not deployed yet.
         * @example draft
         */
        WorkflowVersion: string;
        /**
         * Returns only tasks of this agent.
         * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
         */
        AgentFilter: string;
        /**
         * Returns only tasks created at or after this time. ISO 8601; UTC if it has no time zone.
         * @example 2026-02-01T00:00:00Z
         */
        FromDate: string;
        /**
         * Returns only tasks created at or before this time. ISO 8601; UTC if it has no time zone.
         * @example 2026-02-28T00:00:00Z
         */
        ToDate: string;
        /**
         * The `id` of the task: a UUID made by the server, or the id that the first invocation of the thread has set.
         * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
         */
        TaskId: string;
        /**
         * The `internal_identifier` of the provider.
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
        /** The members to change, at least one. */
        AgentChanges: {
            content: {
                "application/json": components["schemas"]["UpdateAgentRequest"];
            };
        };
        /** The input of the agent, and settings for this run. */
        Invocation: {
            content: {
                "application/json": components["schemas"]["InvokeRequest"];
            };
        };
        /** The message. */
        NewMessage: {
            content: {
                "application/json": components["schemas"]["SendMessageRequest"];
            };
        };
        /** How to stop. */
        StopConversation: {
            content: {
                "application/json": components["schemas"]["StopConversationRequest"];
            };
        };
        /** The answers. */
        Answers: {
            content: {
                "application/json": components["schemas"]["AnswersRequest"];
            };
        };
        /** The decision. */
        Confirmation: {
            content: {
                "application/json": components["schemas"]["ConfirmationRequest"];
            };
        };
        /** The tool to add. */
        NewTool: {
            content: {
                "application/json": components["schemas"]["AddAgentToolRequest"];
            };
        };
        /** The new workflow. Only a name is required. */
        NewWorkflow: {
            content: {
                "application/json": components["schemas"]["CreateWorkflowRequest"];
            };
        };
        /** The members to change, at least one. */
        WorkflowChanges: {
            content: {
                "application/json": components["schemas"]["UpdateWorkflowRequest"];
            };
        };
        /** The node to add. */
        NewNode: {
            content: {
                "application/json": components["schemas"]["AddWorkflowNodeRequest"];
            };
        };
    };
    headers: {
        /**
         * The number of requests allowed in the current window.
         * @example 100
         */
        RateLimitLimit: number;
        /**
         * The number of requests left in the current window.
         * @example 0
         */
        RateLimitRemaining: number;
        /**
         * The end of the current window, in seconds since the Unix epoch.
         * @example 1786012800
         */
        RateLimitReset: number;
        /**
         * The time to wait before the next attempt, in seconds or as an HTTP date.
         * @example 12
         */
        RetryAfter: string;
    };
    pathItems: never;
}
/** The state of an agent. Only an `ACTIVE` agent can be invoked. */
export type KnownAgentStatus = components['schemas']['KnownAgentStatus'];
/** The state of an agent, as reported. Newer servers may send other values. */
export type AgentStatus = components['schemas']['AgentStatus'];
/** Where an agent runs. A `container` must be running before its agent can be invoked. */
export type KnownDeploymentType = components['schemas']['KnownDeploymentType'];
/** Where an agent runs, as reported. Newer servers may send other values. */
export type DeploymentType = components['schemas']['DeploymentType'];
/** A time in ISO 8601. Without a time zone it is UTC. */
export type Timestamp = components['schemas']['Timestamp'];
/** The instructions of an agent. */
export type AgentInstructions = components['schemas']['AgentInstructions'];
/** The identifier of a model provider. `listLlmProviders` lists those that your organization can use. */
export type ModelProvider = components['schemas']['ModelProvider'];
/** The framework with which an agent is built. */
export type AgentFramework = components['schemas']['AgentFramework'];
/** An agent in a list, in short form. Only `id` is always present. */
export type AgentSummary = components['schemas']['AgentSummary'];
/** One page of agents. */
export type AgentPage = components['schemas']['AgentPage'];
/** The body of most errors. It may have other members. */
export type ApiErrorBody = components['schemas']['ApiErrorBody'];
/** A validation error of a request. */
export type ValidationIssue = components['schemas']['ValidationIssue'];
/** The body of a 422. */
export type ValidationErrorBody = components['schemas']['ValidationErrorBody'];
/** An error message nested in one or more objects. */
export type NestedErrorDetail = components['schemas']['NestedErrorDetail'];
/** The body of a 429, which means either too many requests or a used-up plan. The error message says which. */
export type RateLimitErrorBody = components['schemas']['RateLimitErrorBody'];
/** The kind of an agent. `a2a` and `curl` are agents that run outside xpander; `orchestration` is a workflow. */
export type KnownAgentType = components['schemas']['KnownAgentType'];
/** The instructions of an agent, as sent. */
export type AgentInstructionsInput = components['schemas']['AgentInstructionsInput'];
/** The reasoning effort of the model. */
export type KnownReasoningEffort = components['schemas']['KnownReasoningEffort'];
/** The owner of the model's key: `xpander`, or `custom` for your own key. */
export type KnownCredentialsKeyType = components['schemas']['KnownCredentialsKeyType'];
/** The format of a result. Send `json` together with `output_schema`; `voice` requests speech. */
export type KnownOutputFormat = components['schemas']['KnownOutputFormat'];
/** How an agent delegates work to sub-agents. */
export type KnownDelegationType = components['schemas']['KnownDelegationType'];
/** The part of the conversation that sub-agents receive: all of it, a summary, or the original input. */
export type KnownDelegationMemoryStrategy = components['schemas']['KnownDelegationMemoryStrategy'];
/** The agent that gives the final answer after a delegation: the first one or the last one. */
export type KnownDelegationEndStrategy = components['schemas']['KnownDelegationEndStrategy'];
/** The users who may use an agent: its creator, or the whole organization. */
export type KnownAccessScope = components['schemas']['KnownAccessScope'];
/** A new agent. Only `name` is required. */
export type CreateAgentRequest = components['schemas']['CreateAgentRequest'];
/** The kind of an agent, as reported. Newer servers may send other values. */
export type AgentType = components['schemas']['AgentType'];
/** The users who may use an agent, as reported. Newer servers may send other values. */
export type AccessScope = components['schemas']['AccessScope'];
/** The format of a result, as reported. Newer servers may send other values. */
export type OutputFormat = components['schemas']['OutputFormat'];
/** The reasoning effort of a run, as reported. Newer servers may send other values. */
export type ReasoningEffort = components['schemas']['ReasoningEffort'];
/** The owner of the model's key, as reported. Newer servers may send other values. */
export type CredentialsKeyType = components['schemas']['CredentialsKeyType'];
/** How an agent delegates work to sub-agents, as reported. Newer servers may send other values. */
export type DelegationType = components['schemas']['DelegationType'];
/** The part of the conversation that sub-agents receive, as reported. Newer servers may send other values. */
export type DelegationMemoryStrategy = components['schemas']['DelegationMemoryStrategy'];
/** The agent that gives the final answer, as reported. Newer servers may send other values. */
export type DelegationEndStrategy = components['schemas']['DelegationEndStrategy'];
/** An agent with all its settings. Only `id` is always present. Unknown members pass through. */
export type AgentDetails = components['schemas']['AgentDetails'];
/** One page of agents with all their settings. */
export type AgentDetailsPage = components['schemas']['AgentDetailsPage'];
/** Changes to an agent, at least one member. They are live when the response arrives. */
export type UpdateAgentRequest = components['schemas']['UpdateAgentRequest'];
/** The user for whom an agent runs. */
export type User = components['schemas']['User'];
/** The input of the agent. Set `text`, `files` or both. */
export type InvokeInput = components['schemas']['InvokeInput'];
/** How deeply the agent reasons. `harder` takes longer and costs more. */
export type KnownThinkMode = components['schemas']['KnownThinkMode'];
/** An MCP server for one run, usually with `name`, `url`, `transport` and credentials. It is passed on unchanged. */
export type McpServer = components['schemas']['McpServer'];
/** The surface from which an invocation comes. */
export type SourceNodeType = components['schemas']['SourceNodeType'];
/** An invocation of an agent. Only `input` is required. */
export type InvokeRequest = components['schemas']['InvokeRequest'];
/** The status of a task. `pending`: waits for a worker. `executing`: runs. `paused`: waits for a decision or a sign-in. `completed`, `failed`, `error` and `stopped` are final. */
export type KnownTaskStatus = components['schemas']['KnownTaskStatus'];
/** The status of a task, as reported. Newer servers may send other values; treat those as not final. */
export type TaskStatus = components['schemas']['TaskStatus'];
/** The user for whom a task ran, as recorded by the server. */
export type TaskUser = components['schemas']['TaskUser'];
/** The input of a task. In a continued thread it is that of the latest turn. */
export type TaskInput = components['schemas']['TaskInput'];
/** A decision that a person must make before the run continues. The person decides where the notification arrived (mail, chat); this API has no operation for it. */
export type HitlRequest = components['schemas']['HitlRequest'];
/** A sign-in to an external service for which the run waits. */
export type PendingEcaRequest = components['schemas']['PendingEcaRequest'];
/** The reasoning depth of a run, as reported. Newer servers may send other values. */
export type ThinkMode = components['schemas']['ThinkMode'];
/** The token usage of a run. Zero can also mean that the tokens were not counted. */
export type TokenUsage = components['schemas']['TokenUsage'];
/** One step of an agent's plan. */
export type DeepPlanningTask = components['schemas']['DeepPlanningTask'];
/** The plan of an agent. */
export type DeepPlanning = components['schemas']['DeepPlanning'];
/** The record of a run. Only `id` is always present; servers often send a short form with a few members. */
export type Task = components['schemas']['Task'];
/** The members of every event besides `type` and `data`. */
export type EventEnvelope = components['schemas']['EventEnvelope'];
/** The task was created, in a new or a continued thread. This is the first event. */
export type TaskCreatedEvent = components['schemas']['TaskCreatedEvent'];
/** The status of the task has changed, usually to `executing`. */
export type TaskUpdatedEvent = components['schemas']['TaskUpdatedEvent'];
/** A reasoning step of an agent. */
export type ReasoningStep = components['schemas']['ReasoningStep'];
/** The agent reasoned about the next step. */
export type ThinkEvent = components['schemas']['ThinkEvent'];
/** The agent analyzed a result. */
export type AnalyzeEvent = components['schemas']['AnalyzeEvent'];
/** The reason for a tool call. */
export type ToolCallReasoning = components['schemas']['ToolCallReasoning'];
/** A tool call. */
export type ToolCall = components['schemas']['ToolCall'];
/** The agent is about to call a tool. */
export type ToolCallRequestEvent = components['schemas']['ToolCallRequestEvent'];
/** A tool call with its result. */
export type ToolCallResult = components['schemas']['ToolCallResult'];
/** A tool call has ended. */
export type ToolCallResultEvent = components['schemas']['ToolCallResultEvent'];
/** A piece of the answer. A run may send none: the result in `task_finished` is the complete answer. */
export type ChunkEvent = components['schemas']['ChunkEvent'];
/** Work that is delegated to a sub-agent. */
export type SubAgentTrigger = components['schemas']['SubAgentTrigger'];
/** The agent delegated work to a sub-agent. */
export type SubAgentTriggerEvent = components['schemas']['SubAgentTriggerEvent'];
/** The agent's plan has changed. */
export type PlanUpdatedEvent = components['schemas']['PlanUpdatedEvent'];
/** The state of a sign-in. After `login_required` the run continues by itself if the user signs in within ten minutes. */
export type KnownAuthStateType = components['schemas']['KnownAuthStateType'];
/** Details of a sign-in. Which members are present depends on its state. */
export type AuthStateData = components['schemas']['AuthStateData'];
/** The state of a sign-in for a tool. */
export type AuthState = components['schemas']['AuthState'];
/** A tool needs a sign-in, or the sign-in has changed its state. */
export type AuthEvent = components['schemas']['AuthEvent'];
/** The kind of a compactization: the run is retried, or the earlier context is summarized. */
export type KnownCompactizationType = components['schemas']['KnownCompactizationType'];
/** Details of a retry or a summary. */
export type CompactizationData = components['schemas']['CompactizationData'];
/** A retry of the run, or a summary of its earlier context. */
export type Compactization = components['schemas']['Compactization'];
/** The run was retried, or its earlier context was summarized to save space. */
export type TaskCompactizationEvent = components['schemas']['TaskCompactizationEvent'];
/** The run has ended, whatever the outcome; check `data.status`. This is the last event. */
export type TaskFinishedEvent = components['schemas']['TaskFinishedEvent'];
/** How full the context of the model is. */
export type ContextStatus = components['schemas']['ContextStatus'];
/** The context of the model has grown or was compacted. Not sent again while the whole percent is the same. */
export type ContextStatusEvent = components['schemas']['ContextStatusEvent'];
/** An event of a conversation. `connected` can also begin the stream of an invocation. `turn_finished` settles a turn; its data has the complete answer, probably in `result`. */
export type GatewayEvent = components['schemas']['GatewayEvent'];
/** An event of a stream: the JSON of one `data:` line. Servers may send other types; readers should ignore those and go on. */
export type TaskEvent = components['schemas']['TaskEvent'];
/** A task in a list. Some names differ from those of `Task`. Only `id` is always present. */
export type TaskSummary = components['schemas']['TaskSummary'];
/** One page of tasks. Rows can move between pages while runs progress. */
export type TaskPage = components['schemas']['TaskPage'];
/** The content of a message. */
export type ActivityContent = components['schemas']['ActivityContent'];
/** A message of the user or the agent. */
export type MessageActivity = components['schemas']['MessageActivity'];
/** A tool call. */
export type ToolCallActivity = components['schemas']['ToolCallActivity'];
/** A reasoning step. */
export type ReasoningActivity = components['schemas']['ReasoningActivity'];
/** Work that was delegated to a sub-agent. */
export type SubAgentActivity = components['schemas']['SubAgentActivity'];
/** The state of a sign-in for a tool. */
export type AuthActivity = components['schemas']['AuthActivity'];
/** A decision about sub-tasks. */
export type DecisionActivity = components['schemas']['DecisionActivity'];
/** An entry of another kind: questions, requests for approval, secrets and live surfaces. Its members pass through. */
export type OtherActivity = components['schemas']['OtherActivity'];
/** An entry of the activity. Questions, requests for approval and cards are of the open kind; newer servers add kinds. */
export type ActivityEntry = components['schemas']['ActivityEntry'];
/** What has happened in a conversation. It differs from the messages of `getThread`. */
export type ActivityThread = components['schemas']['ActivityThread'];
/** A conversation: its task, activity and usage. */
export type Conversation = components['schemas']['Conversation'];
/** What a message does while a turn runs. `auto`: waits in the queue; starts nothing if no turn runs. `queue`: always waits in the queue. `steer`: reaches the running turn at its next tool call; a 409 if none runs. `interrupt`: stops the turn and runs next. */
export type KnownMessageMode = components['schemas']['KnownMessageMode'];
/** What a message does while a turn runs. Newer servers may accept other values. */
export type MessageMode = components['schemas']['MessageMode'];
/** A message to a conversation. */
export type SendMessageRequest = components['schemas']['SendMessageRequest'];
/** What has happened to a message. */
export type MessageReceipt = components['schemas']['MessageReceipt'];
/** A message that waits for its turn. Newer servers add members. */
export type QueuedMessage = components['schemas']['QueuedMessage'];
/** Whether a turn of a conversation is running, and what waits for it. */
export type RunState = components['schemas']['RunState'];
/** How to stop a turn. */
export type StopConversationRequest = components['schemas']['StopConversationRequest'];
/** An answer to one question. Members that are not listed are passed on. */
export type QuestionAnswer = components['schemas']['QuestionAnswer'];
/** Answers to the questions of a paused turn. */
export type AnswersRequest = components['schemas']['AnswersRequest'];
/** Approves or denies an action. */
export type ConfirmationRequest = components['schemas']['ConfirmationRequest'];
/** The kind of a tool. `action` is an operation of a connector. */
export type KnownAgentToolType = components['schemas']['KnownAgentToolType'];
/** The kind of a tool, as reported. Newer servers may send other values. */
export type AgentToolType = components['schemas']['AgentToolType'];
/** A tool of an agent. Only `id` is always present. */
export type AgentTool = components['schemas']['AgentTool'];
/** Operations of a connector. */
export type ActionToolInput = components['schemas']['ActionToolInput'];
/** A custom function. */
export type CustomFunctionToolInput = components['schemas']['CustomFunctionToolInput'];
/** An MCP server: either `mcp_id`, or `url` with a name and a transport. */
export type McpToolInput = components['schemas']['McpToolInput'];
/** Another agent. */
export type AgentToolInput = components['schemas']['AgentToolInput'];
/** A workflow. */
export type WorkflowToolInput = components['schemas']['WorkflowToolInput'];
/** A tool to add to an agent. `type` says which members it has. */
export type AddAgentToolRequest = components['schemas']['AddAgentToolRequest'];
/** A new workflow. Only `name` is required. Members that are not listed are passed on. */
export type CreateWorkflowRequest = components['schemas']['CreateWorkflowRequest'];
/** Changes to a workflow, at least one member. Members that are not listed are passed on. */
export type UpdateWorkflowRequest = components['schemas']['UpdateWorkflowRequest'];
/** A node of a workflow, in short form. Only `id` is always present. */
export type WorkflowNode = components['schemas']['WorkflowNode'];
/** An operation of a connector as a node. */
export type ActionNodeInput = components['schemas']['ActionNodeInput'];
/** An agent as a node. */
export type AgentNodeInput = components['schemas']['AgentNodeInput'];
/** The kind of an advanced node. */
export type AdvancedNodeType = components['schemas']['AdvancedNodeType'];
/** The settings of an advanced node. Members that the documents do not show are passed on. */
export type AdvancedNode = components['schemas']['AdvancedNode'];
/** A node of another kind, such as a classifier or a wait. */
export type AdvancedNodeInput = components['schemas']['AdvancedNodeInput'];
/** A node to add to a workflow, with the members of an action, of an agent or of another kind of node. */
export type AddWorkflowNodeRequest = components['schemas']['AddWorkflowNodeRequest'];
/** The author of a message of a thread. */
export type KnownMessageRole = components['schemas']['KnownMessageRole'];
/** The author of a message, as reported. Newer servers may send other values. */
export type MessageRole = components['schemas']['MessageRole'];
/** The token usage of a message. Messages of the user have zeros. */
export type MessageMetrics = components['schemas']['MessageMetrics'];
/** A message of a thread. Older servers send about 27 members, newer ones two to five. No member is always present. */
export type ThreadMessage = components['schemas']['ThreadMessage'];
/** The messages of a task under `root`, and those of each sub-task under its id. */
export type FullThread = components['schemas']['FullThread'];
/** A provider of language models. Its other members are not documented and pass through. */
export type LlmProvider = components['schemas']['LlmProvider'];
/** A language model. */
export type LlmModel = components['schemas']['LlmModel'];
/** The API key is missing or invalid. */
export type ResponseUnauthorized = components['responses']['Unauthorized'];
/** The API key is valid, but the resource belongs to another organization. */
export type ResponseForbidden = components['responses']['Forbidden'];
/** The server refused a parameter. */
export type ResponseListRefused = components['responses']['ListRefused'];
/** Too many requests, or the plan's credits are used up. Only a rate limit has these headers, and only a rate limit passes with time. */
export type ResponseTooManyRequests = components['responses']['TooManyRequests'];
/** The server failed. An invocation may have started. */
export type ResponseServerError = components['responses']['ServerError'];
/** The proxy in front of the API got no valid response from it. An invocation may have started. */
export type ResponseBadGateway = components['responses']['BadGateway'];
/** The API accepts no requests at the moment. */
export type ResponseServiceUnavailable = components['responses']['ServiceUnavailable'];
/** The proxy in front of the API timed out, which happens with long synchronous runs. The run probably goes on. */
export type ResponseGatewayTimeout = components['responses']['GatewayTimeout'];
/** The server refused the settings. No agent was created. */
export type ResponseAgentRefused = components['responses']['AgentRefused'];
/** The agent does not exist. */
export type ResponseAgentNotFound = components['responses']['AgentNotFound'];
/** The server refused the id of the agent. */
export type ResponseInvalidAgentId = components['responses']['InvalidAgentId'];
/** The server refused the changes. The agent is unchanged. */
export type ResponseAgentChangesRefused = components['responses']['AgentChangesRefused'];
/** The server refused the request. Nothing was run. */
export type ResponseInvocationRefused = components['responses']['InvocationRefused'];
/** The agent or the conversation does not exist. */
export type ResponseConversationNotFound = components['responses']['ConversationNotFound'];
/** The server refused the id of the conversation. */
export type ResponseInvalidConversationId = components['responses']['InvalidConversationId'];
/** No turn is running that a message could steer. */
export type ResponseNothingToSteer = components['responses']['NothingToSteer'];
/** The server refused the message. Nothing was enqueued. */
export type ResponseMessageRefused = components['responses']['MessageRefused'];
/** The server refused the request. The turn goes on. */
export type ResponseStopRefused = components['responses']['StopRefused'];
/** The conversation does not exist, or the message is not in its queue. */
export type ResponseQueuedMessageNotFound = components['responses']['QueuedMessageNotFound'];
/** The conversation does not exist, or the user has sent no such message. */
export type ResponseUserMessageNotFound = components['responses']['UserMessageNotFound'];
/** The answers do not fit the questions, or no questions are open. Nothing was run. */
export type ResponseAnswersDoNotFit = components['responses']['AnswersDoNotFit'];
/** The server refused the form of the answers. Nothing was run. */
export type ResponseAnswersRefused = components['responses']['AnswersRefused'];
/** No such request for approval is open. Nothing was run. */
export type ResponseNothingToConfirm = components['responses']['NothingToConfirm'];
/** The server refused the form of the request. Nothing was run. */
export type ResponseConfirmationRefused = components['responses']['ConfirmationRefused'];
/** The server refused the tool. The agent is unchanged. */
export type ResponseToolRefused = components['responses']['ToolRefused'];
/** The agent or the tool does not exist. */
export type ResponseToolNotFound = components['responses']['ToolNotFound'];
/** The server refused the settings. No workflow was created. */
export type ResponseWorkflowRefused = components['responses']['WorkflowRefused'];
/** The workflow does not exist. */
export type ResponseWorkflowNotFound = components['responses']['WorkflowNotFound'];
/** The server refused the id of the workflow. */
export type ResponseInvalidWorkflowId = components['responses']['InvalidWorkflowId'];
/** The server refused the changes. The workflow is unchanged. */
export type ResponseWorkflowChangesRefused = components['responses']['WorkflowChangesRefused'];
/** The server refused the node. The workflow is unchanged. */
export type ResponseNodeRefused = components['responses']['NodeRefused'];
/** The workflow or the node does not exist. */
export type ResponseNodeNotFound = components['responses']['NodeNotFound'];
/** The task does not exist or was deleted. A new task may not be readable for a moment. */
export type ResponseTaskNotFound = components['responses']['TaskNotFound'];
/** The server refused the id of the task. */
export type ResponseInvalidTaskId = components['responses']['InvalidTaskId'];
/** The provider does not exist. */
export type ResponseProviderNotFound = components['responses']['ProviderNotFound'];
/** The server refused the identifier of the provider. */
export type ResponseInvalidProvider = components['responses']['InvalidProvider'];
/** The number of the page to read, starting at 1. Default 1. */
export type ParameterPage = components['parameters']['Page'];
/** How many rows a page holds, 1 to 50. Default 20. */
export type ParameterPerPage = components['parameters']['PerPage'];
/** The id of the agent, a UUID shown in the xpander console. */
export type ParameterAgentId = components['parameters']['AgentId'];
/** Kept for compatibility. On servers with drafts, `true` deploys the change at once. Default `false`. */
export type ParameterDeployAgent = components['parameters']['DeployAgent'];
/** The version of the agent to run. Defaults to the live one. Since 1 November 2026 `draft` runs the live agent, too; older pages, of February 2026, say that it runs changes that are not deployed yet. */
export type ParameterAgentVersion = components['parameters']['AgentVersion'];
/** If `true`, the response comes at once, with a task that is still `pending`. Default `false`. Prefer the operation `invokeAsync`: servers may ignore this parameter. */
export type ParameterAsynchronous = components['parameters']['Asynchronous'];
/** Returns only tasks run for this user. */
export type ParameterUserIdFilter = components['parameters']['UserIdFilter'];
/** Returns only sub-tasks of this task. */
export type ParameterParentTaskFilter = components['parameters']['ParentTaskFilter'];
/** Returns only tasks triggered by this agent. */
export type ParameterTriggeringAgentFilter = components['parameters']['TriggeringAgentFilter'];
/** Returns only tasks with this status. */
export type ParameterStatusFilter = components['parameters']['StatusFilter'];
/** Returns only tasks with this internal status. Its values are not documented. */
export type ParameterInternalStatusFilter = components['parameters']['InternalStatusFilter'];
/** The version of the agent to run. Defaults to the live one. */
export type ParameterTurnVersion = components['parameters']['TurnVersion'];
/** How tasks for other agents run. It does not change whether this call waits, and the conversation keeps it. The default is not documented. */
export type ParameterSubTasks = components['parameters']['SubTasks'];
/** The id of the last event that was received, to resume a broken stream: the events after it follow. Send the `id` of the conversation in the body. A server that no longer knows the event may run the body as a new turn. */
export type ParameterLastEventId = components['parameters']['LastEventId'];
/** The `id` of the conversation, which is that of the task of its first turn. */
export type ParameterConversationId = components['parameters']['ConversationId'];
/** The `message_id` from `sendMessage`, or the `id` of a queued message in the run state. */
export type ParameterQueuedMessageId = components['parameters']['QueuedMessageId'];
/** The `id` of a message of the user, from the activity of `getConversation`. */
export type ParameterUserMessageId = components['parameters']['UserMessageId'];
/** Kept for compatibility. Agents are live, so the change takes effect at once. Default `true`. */
export type ParameterDeployTool = components['parameters']['DeployTool'];
/** The `id` of the tool, from `listAgentTools`. */
export type ParameterToolId = components['parameters']['ToolId'];
/** The id of the workflow, which is an agent of type `orchestration`. */
export type ParameterWorkflowId = components['parameters']['WorkflowId'];
/** Whether to deploy the change at once, together with all other changes of the draft. Default `false`. */
export type ParameterDeployWorkflow = components['parameters']['DeployWorkflow'];
/** Whether to deploy the change at once. Unlike for `updateWorkflow`, the default is `true`. */
export type ParameterDeployNodes = components['parameters']['DeployNodes'];
/** The `id` of the node, from `listWorkflowNodes`. */
export type ParameterNodeId = components['parameters']['NodeId'];
/** The version of the workflow to run. Defaults to the latest deployed version; `draft` runs changes that are not deployed yet. */
export type ParameterWorkflowVersion = components['parameters']['WorkflowVersion'];
/** Returns only tasks of this agent. */
export type ParameterAgentFilter = components['parameters']['AgentFilter'];
/** Returns only tasks created at or after this time. ISO 8601; UTC if it has no time zone. */
export type ParameterFromDate = components['parameters']['FromDate'];
/** Returns only tasks created at or before this time. ISO 8601; UTC if it has no time zone. */
export type ParameterToDate = components['parameters']['ToDate'];
/** The `id` of the task: a UUID made by the server, or the id that the first invocation of the thread has set. */
export type ParameterTaskId = components['parameters']['TaskId'];
/** The `internal_identifier` of the provider. */
export type ParameterProviderIdentifier = components['parameters']['ProviderIdentifier'];
/** The new agent. Only a name is required. */
export type RequestBodyNewAgent = components['requestBodies']['NewAgent'];
/** The members to change, at least one. */
export type RequestBodyAgentChanges = components['requestBodies']['AgentChanges'];
/** The input of the agent, and settings for this run. */
export type RequestBodyInvocation = components['requestBodies']['Invocation'];
/** The message. */
export type RequestBodyNewMessage = components['requestBodies']['NewMessage'];
/** How to stop. */
export type RequestBodyStopConversation = components['requestBodies']['StopConversation'];
/** The answers. */
export type RequestBodyAnswers = components['requestBodies']['Answers'];
/** The decision. */
export type RequestBodyConfirmation = components['requestBodies']['Confirmation'];
/** The tool to add. */
export type RequestBodyNewTool = components['requestBodies']['NewTool'];
/** The new workflow. Only a name is required. */
export type RequestBodyNewWorkflow = components['requestBodies']['NewWorkflow'];
/** The members to change, at least one. */
export type RequestBodyWorkflowChanges = components['requestBodies']['WorkflowChanges'];
/** The node to add. */
export type RequestBodyNewNode = components['requestBodies']['NewNode'];
/** The number of requests allowed in the current window. */
export type HeaderRateLimitLimit = components['headers']['RateLimitLimit'];
/** The number of requests left in the current window. */
export type HeaderRateLimitRemaining = components['headers']['RateLimitRemaining'];
/** The end of the current window, in seconds since the Unix epoch. */
export type HeaderRateLimitReset = components['headers']['RateLimitReset'];
/** The time to wait before the next attempt, in seconds or as an HTTP date. */
export type HeaderRetryAfter = components['headers']['RetryAfter'];
/** Further definitions. The description has none. */
export type $defs = Record<string, never>;
/** Every operation of the API, by its id. */
export interface operations {
    listAgents: {
        parameters: {
            query?: {
                /**
                 * The number of the page to read, starting at 1. Default 1.
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
                 * The number of the page to read, starting at 1. Default 1.
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
                 * The id of the agent, a UUID shown in the xpander console.
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
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The deployed agent. */
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
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The server has accepted the deletion. The body is `null`. */
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
            query?: {
                /**
                 * Kept for compatibility. On servers with drafts, `true` deploys the change at once. Default `false`.
                 * @example true
                 */
                deploy?: components["parameters"]["DeployAgent"];
            };
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["AgentChanges"];
        responses: {
            /** The changed agent. */
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
                 * The version of the agent to run. Defaults to the live one. Since 1 November 2026 `draft` runs the live agent, too; older pages, of February 2026, say that it runs changes that are not deployed yet.
                 * @example 7
                 */
                version?: components["parameters"]["AgentVersion"];
                /** If `true`, the response comes at once, with a task that is still `pending`. Default `false`. Prefer the operation `invokeAsync`: servers may ignore this parameter. */
                asynchronous?: components["parameters"]["Asynchronous"];
            };
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The task, normally ended. With `asynchronous=true` it is still `pending`. */
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
                 * The version of the agent to run. Defaults to the live one. Since 1 November 2026 `draft` runs the live agent, too; older pages, of February 2026, say that it runs changes that are not deployed yet.
                 * @example 7
                 */
                version?: components["parameters"]["AgentVersion"];
            };
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The new task, normally `pending`. */
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
                 * The version of the agent to run. Defaults to the live one. Since 1 November 2026 `draft` runs the live agent, too; older pages, of February 2026, say that it runs changes that are not deployed yet.
                 * @example 7
                 */
                version?: components["parameters"]["AgentVersion"];
            };
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The events of the run. The last one is `task_finished`, whatever the outcome. */
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
                 * The number of the page to read, starting at 1. Default 1.
                 * @example 2
                 */
                page?: components["parameters"]["Page"];
                /**
                 * How many rows a page holds, 1 to 50. Default 20.
                 * @example 50
                 */
                per_page?: components["parameters"]["PerPage"];
                /**
                 * Returns only tasks run for this user.
                 * @example user-2041
                 */
                user_id?: components["parameters"]["UserIdFilter"];
                /**
                 * Returns only sub-tasks of this task.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                parent_task_id?: components["parameters"]["ParentTaskFilter"];
                /**
                 * Returns only tasks triggered by this agent.
                 * @example b1c7d0de-0c35-4a55-9d0e-7f6a6a0f2b18
                 */
                triggering_agent_id?: components["parameters"]["TriggeringAgentFilter"];
                /**
                 * Returns only tasks with this status.
                 * @example executing
                 */
                status?: components["parameters"]["StatusFilter"];
                /**
                 * Returns only tasks with this internal status. Its values are not documented.
                 * @example waiting
                 */
                internal_status?: components["parameters"]["InternalStatusFilter"];
            };
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
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
    runTurn: {
        parameters: {
            query?: {
                /**
                 * The version of the agent to run. Defaults to the live one.
                 * @example 7
                 */
                version?: components["parameters"]["TurnVersion"];
                /**
                 * How tasks for other agents run. It does not change whether this call waits, and the conversation keeps it. The default is not documented.
                 * @example auto
                 */
                sub_tasks?: components["parameters"]["SubTasks"];
            };
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The task. It is `paused` if the turn waits for an answer or an approval. */
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
    streamTurn: {
        parameters: {
            query?: {
                /**
                 * The version of the agent to run. Defaults to the live one.
                 * @example 7
                 */
                version?: components["parameters"]["TurnVersion"];
                /**
                 * How tasks for other agents run. It does not change whether this call waits, and the conversation keeps it. The default is not documented.
                 * @example auto
                 */
                sub_tasks?: components["parameters"]["SubTasks"];
            };
            header?: {
                /**
                 * The id of the last event that was received, to resume a broken stream: the events after it follow. Send the `id` of the conversation in the body. A server that no longer knows the event may run the body as a new turn.
                 * @example 12
                 */
                "Last-Event-ID"?: components["parameters"]["LastEventId"];
            };
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The events of the turn, and of queued turns that follow it. */
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
    getConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The conversation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ConversationNotFound"];
            422: components["responses"]["InvalidConversationId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    sendMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["NewMessage"];
        responses: {
            /** What has happened to the message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageReceipt"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ConversationNotFound"];
            409: components["responses"]["NothingToSteer"];
            422: components["responses"]["MessageRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    getRunState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The run state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunState"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ConversationNotFound"];
            422: components["responses"]["InvalidConversationId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    stopConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["StopConversation"];
        responses: {
            /** The turn is stopped, or none was running. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ConversationNotFound"];
            422: components["responses"]["StopRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    drainQueueStream: {
        parameters: {
            query?: {
                /**
                 * The version of the agent to run. Defaults to the live one.
                 * @example 7
                 */
                version?: components["parameters"]["TurnVersion"];
            };
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The events of the queued turns. */
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
            404: components["responses"]["ConversationNotFound"];
            422: components["responses"]["InvalidConversationId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    removeQueuedMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
                /**
                 * The `message_id` from `sendMessage`, or the `id` of a queued message in the run state.
                 * @example message-2
                 */
                message_id: components["parameters"]["QueuedMessageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The message is no longer queued. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["QueuedMessageNotFound"];
            422: components["responses"]["InvalidConversationId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    editMessage: {
        parameters: {
            query?: {
                /**
                 * The version of the agent to run. Defaults to the live one.
                 * @example 7
                 */
                version?: components["parameters"]["TurnVersion"];
            };
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
                /**
                 * The `id` of a message of the user, from the activity of `getConversation`.
                 * @example message-1
                 */
                message_id: components["parameters"]["UserMessageId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The task of the new turn. */
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
            404: components["responses"]["UserMessageNotFound"];
            422: components["responses"]["InvocationRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    editMessageStream: {
        parameters: {
            query?: {
                /**
                 * The version of the agent to run. Defaults to the live one.
                 * @example 7
                 */
                version?: components["parameters"]["TurnVersion"];
            };
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
                /**
                 * The `id` of a message of the user, from the activity of `getConversation`.
                 * @example message-1
                 */
                message_id: components["parameters"]["UserMessageId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The events of the turn, and of queued turns that follow it. */
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
            404: components["responses"]["UserMessageNotFound"];
            422: components["responses"]["InvocationRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    answerQuestions: {
        parameters: {
            query?: {
                /**
                 * The version of the agent to run. Defaults to the live one.
                 * @example 7
                 */
                version?: components["parameters"]["TurnVersion"];
            };
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Answers"];
        responses: {
            /** The events of the resumed turn. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["AnswersDoNotFit"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ConversationNotFound"];
            422: components["responses"]["AnswersRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    confirmAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the conversation, which is that of the task of its first turn.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                conversation_id: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Confirmation"];
        responses: {
            /** The events of the resumed turn. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["NothingToConfirm"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ConversationNotFound"];
            422: components["responses"]["ConfirmationRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    listAgentTools: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The tools of the agent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentTool"][];
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
    addAgentTool: {
        parameters: {
            query?: {
                /**
                 * Kept for compatibility. Agents are live, so the change takes effect at once. Default `true`.
                 * @example true
                 */
                deploy?: components["parameters"]["DeployTool"];
            };
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["NewTool"];
        responses: {
            /** The tools of the agent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentTool"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["AgentNotFound"];
            422: components["responses"]["ToolRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    removeAgentTool: {
        parameters: {
            query?: {
                /**
                 * Kept for compatibility. Agents are live, so the change takes effect at once. Default `true`.
                 * @example true
                 */
                deploy?: components["parameters"]["DeployTool"];
            };
            header?: never;
            path: {
                /**
                 * The id of the agent, a UUID shown in the xpander console.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id: components["parameters"]["AgentId"];
                /**
                 * The `id` of the tool, from `listAgentTools`.
                 * @example tool-7f3c
                 */
                tool_id: components["parameters"]["ToolId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The remaining tools of the agent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentTool"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ToolNotFound"];
            422: components["responses"]["InvalidAgentId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    listWorkflows: {
        parameters: {
            query?: {
                /**
                 * The number of the page to read, starting at 1. Default 1.
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
            /** A page of workflows. */
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
    createWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["NewWorkflow"];
        responses: {
            /** The new workflow. */
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
            422: components["responses"]["WorkflowRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    getWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the workflow, which is an agent of type `orchestration`.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The workflow, with its draft if it has one. */
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
            404: components["responses"]["WorkflowNotFound"];
            422: components["responses"]["InvalidWorkflowId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    deployWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the workflow, which is an agent of type `orchestration`.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The deployed workflow. */
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
            404: components["responses"]["WorkflowNotFound"];
            422: components["responses"]["InvalidWorkflowId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    updateWorkflow: {
        parameters: {
            query?: {
                /**
                 * Whether to deploy the change at once, together with all other changes of the draft. Default `false`.
                 * @example true
                 */
                deploy?: components["parameters"]["DeployWorkflow"];
            };
            header?: never;
            path: {
                /**
                 * The id of the workflow, which is an agent of type `orchestration`.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["WorkflowChanges"];
        responses: {
            /** The changed workflow. */
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
            404: components["responses"]["WorkflowNotFound"];
            422: components["responses"]["WorkflowChangesRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    listWorkflowNodes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The id of the workflow, which is an agent of type `orchestration`.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The nodes of the draft, or of the deployed version if there is no draft. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowNode"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["WorkflowNotFound"];
            422: components["responses"]["InvalidWorkflowId"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    addWorkflowNode: {
        parameters: {
            query?: {
                /**
                 * Whether to deploy the change at once. Unlike for `updateWorkflow`, the default is `true`.
                 * @example false
                 */
                deploy?: components["parameters"]["DeployNodes"];
            };
            header?: never;
            path: {
                /**
                 * The id of the workflow, which is an agent of type `orchestration`.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["NewNode"];
        responses: {
            /** The nodes of the workflow. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowNode"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["WorkflowNotFound"];
            422: components["responses"]["NodeRefused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    removeWorkflowNode: {
        parameters: {
            query?: {
                /**
                 * Whether to deploy the change at once. Unlike for `updateWorkflow`, the default is `true`.
                 * @example false
                 */
                deploy?: components["parameters"]["DeployNodes"];
            };
            header?: never;
            path: {
                /**
                 * The id of the workflow, which is an agent of type `orchestration`.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
                /**
                 * The `id` of the node, from `listWorkflowNodes`.
                 * @example node-approve
                 */
                node_id: components["parameters"]["NodeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The remaining nodes of the workflow. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowNode"][];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NodeNotFound"];
            422: components["responses"]["InvalidWorkflowId"];
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
                 * The version of the workflow to run. Defaults to the latest deployed version; `draft` runs changes that are not deployed yet.
                 * @example draft
                 */
                version?: components["parameters"]["WorkflowVersion"];
            };
            header?: never;
            path: {
                /**
                 * The id of the workflow, which is an agent of type `orchestration`.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The ended task. */
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
                 * The version of the workflow to run. Defaults to the latest deployed version; `draft` runs changes that are not deployed yet.
                 * @example draft
                 */
                version?: components["parameters"]["WorkflowVersion"];
            };
            header?: never;
            path: {
                /**
                 * The id of the workflow, which is an agent of type `orchestration`.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The new task. */
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
                 * The version of the workflow to run. Defaults to the latest deployed version; `draft` runs changes that are not deployed yet.
                 * @example draft
                 */
                version?: components["parameters"]["WorkflowVersion"];
            };
            header?: never;
            path: {
                /**
                 * The id of the workflow, which is an agent of type `orchestration`.
                 * @example 5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52
                 */
                workflow_id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Invocation"];
        responses: {
            /** The events of the run. The last one is `task_finished`, whatever the outcome. */
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
                 * The number of the page to read, starting at 1. Default 1.
                 * @example 2
                 */
                page?: components["parameters"]["Page"];
                /**
                 * How many rows a page holds, 1 to 50. Default 20.
                 * @example 50
                 */
                per_page?: components["parameters"]["PerPage"];
                /**
                 * Returns only tasks run for this user.
                 * @example user-2041
                 */
                user_id?: components["parameters"]["UserIdFilter"];
                /**
                 * Returns only sub-tasks of this task.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                parent_task_id?: components["parameters"]["ParentTaskFilter"];
                /**
                 * Returns only tasks of this agent.
                 * @example 47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31
                 */
                agent_id?: components["parameters"]["AgentFilter"];
                /**
                 * Returns only tasks triggered by this agent.
                 * @example b1c7d0de-0c35-4a55-9d0e-7f6a6a0f2b18
                 */
                triggering_agent_id?: components["parameters"]["TriggeringAgentFilter"];
                /**
                 * Returns only tasks with this status.
                 * @example executing
                 */
                status?: components["parameters"]["StatusFilter"];
                /**
                 * Returns only tasks with this internal status. Its values are not documented.
                 * @example waiting
                 */
                internal_status?: components["parameters"]["InternalStatusFilter"];
                /**
                 * Returns only tasks created at or after this time. ISO 8601; UTC if it has no time zone.
                 * @example 2026-02-01T00:00:00Z
                 */
                from_date?: components["parameters"]["FromDate"];
                /**
                 * Returns only tasks created at or before this time. ISO 8601; UTC if it has no time zone.
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
                 * The `id` of the task: a UUID made by the server, or the id that the first invocation of the thread has set.
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
                 * The `id` of the task: a UUID made by the server, or the id that the first invocation of the thread has set.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The task is deleted. The response has no body. */
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
                 * The `id` of the task: a UUID made by the server, or the id that the first invocation of the thread has set.
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
                 * The `id` of the task: a UUID made by the server, or the id that the first invocation of the thread has set.
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
                 * The `id` of the task: a UUID made by the server, or the id that the first invocation of the thread has set.
                 * @example 81250b20-e9d7-4b3b-9995-07dc72b4bb59
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The messages, grouped by task. */
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
                 * The `internal_identifier` of the provider.
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
