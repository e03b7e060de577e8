"""Writes sandbox/glovebox_sandbox/generated/syscall_numbers.py from the kernel headers of this machine.

Run it by hand when a new kernel brings calls that the seccomp policy should name:
python3 scripts/syscall_numbers.py
"""

import re
import subprocess
from pathlib import Path

TARGET = Path(__file__).parent.parent / "sandbox/glovebox_sandbox/generated/syscall_numbers.py"
INCLUDES = {"x86_64": "#include <asm/unistd_64.h>", "aarch64": "#include <asm-generic/unistd.h>"}
# What asm/unistd.h of aarch64 defines before it includes the generic table.
DEFINES = {
    "x86_64": [],
    "aarch64": [
        "-D__ARCH_WANT_RENAMEAT",
        "-D__ARCH_WANT_NEW_STAT",
        "-D__ARCH_WANT_SET_GET_RLIMIT",
        "-D__ARCH_WANT_TIME32_SYSCALLS",
        "-D__ARCH_WANT_SYS_CLONE3",
        "-D__ARCH_WANT_MEMFD_SECRET",
        "-D__BITS_PER_LONG=64",
    ],
}


def numbers(machine: str) -> dict[str, int]:
    """Preprocesses the header and reads its __NR_ names."""
    macros = subprocess.run(
        ["cc", "-E", "-dM", *DEFINES[machine], "-"],
        input=INCLUDES[machine],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found: dict[str, int] = {}
    aliases: dict[str, str] = {}
    for name, value in re.findall(r"#define __NR(?:3264)?_(\w+) (\w+)", macros):
        if value.isdigit():
            found.setdefault(name, int(value))
        else:
            aliases[name] = value
    for name, target in aliases.items():
        alias = re.sub(r"^__NR(3264)?_", "", target)
        if alias in found:
            found[name] = found[alias]
    found.pop("syscalls", None)
    found.pop("arch_specific_syscall", None)
    return dict(sorted(found.items(), key=lambda pair: (pair[1], pair[0])))


def main() -> None:
    lines = ['"""Linux system call numbers. Written by scripts/syscall_numbers.py."""', ""]
    lines.append("NUMBERS: dict[str, dict[str, int]] = {")
    for machine in INCLUDES:
        lines.append(f'    "{machine}": {{')
        lines += [f'        "{name}": {number},' for name, number in numbers(machine).items()]
        lines.append("    },")
    lines.append("}")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
