"""An agent of PydanticAI that runs code with Glovebox.

Start `glovebox serve`, and then `python agent.py`. With a model's name in MODEL, such as `openai:gpt-5`, that
model writes the code; without one a scripted model does, which needs no key.
"""

import asyncio
import os
import sys

from pydantic_ai import Agent
from pydantic_ai.mcp import MCPToolset
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart, ToolReturnPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

URL = "http://127.0.0.1:4747/mcp?toolset=pydantic"

CALLS = [
    ToolCallPart("execute_python", {"code": "print(sum(range(101)))", "timeout": 30}),
    ToolCallPart("execute_javascript", {"code": "console.log(JSON.stringify({ value: 42 }))"}),
    ToolCallPart("execute_bash", {"script": "echo two | tr a-z A-Z; exit 3"}),
    ToolCallPart(
        "execute_code",
        {"language": "python", "code": "print(open('name.txt').read())", "files": {"name.txt": "Ada"}},
    ),
]


async def main() -> None:
    url = sys.argv[1] if len(sys.argv) > 1 else URL
    agent = Agent(os.environ.get("MODEL") or FunctionModel(scripted), toolsets=[MCPToolset(url)])
    result = await agent.run("Add up the numbers from 1 to 100, and show what else you can run.")
    print(result.output)


def scripted(messages: list[ModelMessage], _: AgentInfo) -> ModelResponse:
    """Calls each tool once, and then says what came back."""
    answers = [part for message in messages for part in message.parts if isinstance(part, ToolReturnPart)]
    if len(answers) < len(CALLS):
        return ModelResponse(parts=[CALLS[len(answers)]])
    return ModelResponse(parts=[TextPart("\n".join(line_of(answer) for answer in answers))])


def line_of(answer: ToolReturnPart) -> str:
    result = answer.content["result"]
    return f"{answer.tool_name}: {result['stdout'].strip()} (exit code {result['exit_code']})"


asyncio.run(main())
