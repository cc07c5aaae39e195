"""What a cook may ask of the system: everything but starting programs, processes and conversations."""

import ctypes
import platform
import struct

# Source: Linux arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h
_REFUSED = {
    "x86_64": {
        "execve": 59,
        "execveat": 322,
        "fork": 57,
        "kill": 62,
        "process_vm_readv": 310,
        "process_vm_writev": 311,
        "ptrace": 101,
        "socket": 41,
        "vfork": 58,
    },
    "aarch64": {
        "execve": 221,
        "execveat": 281,
        "kill": 129,
        "process_vm_readv": 270,
        "process_vm_writev": 271,
        "ptrace": 117,
        "socket": 198,
    },
}
_MACHINES = {
    "x86_64": (0xC000003E, 56),
    "aarch64": (0xC00000B7, 220),
}  # AUDIT_ARCH, number of clone
_CLONE3 = 435
_THREAD = 0x10000  # CLONE_THREAD: fonts are looked for in a thread
_X32 = 0x40000000  # the other table of x86-64, by which every call has a second number
_NUMBER, _ARCH, _ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_LOAD, _EQUAL, _AT_LEAST, _HAS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _ABSENT = 0x7FFF0000, 0x00050001, 0x00050026  # the latter with EPERM and ENOSYS
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2


def refuse_syscalls() -> None:
    """Have them refused in this process from here on; on a machine that we do not know nothing happens."""
    machine = platform.machine()
    if machine not in _MACHINES:
        return
    program = _program(*_MACHINES[machine], sorted(_REFUSED[machine].values()))
    code = ctypes.create_string_buffer(program)
    libc = ctypes.CDLL(None)
    described = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(_SECCOMP, _FILTER, ctypes.c_char_p(described), 0, 0)


def _program(arch: int, clone: int, numbers: list[int]) -> bytes:
    """Write the filter in the kernel's small machine language. Source: Linux filter.txt, seccomp(2).

    A step is an operation, where to go if it holds and if not (None: to the next step), and an operand.
    clone3, whose flags cannot be seen, is said to be absent: the C library then takes clone.
    """
    ends = (_REFUSE, _ABSENT, _ALLOW)
    steps: list[tuple[int, int | None, int | None, int]] = [
        (_LOAD, None, None, _ARCH),
        (_EQUAL, None, _REFUSE, arch),
        (_LOAD, None, None, _NUMBER),
        (_AT_LEAST, _REFUSE, None, _X32),
        *((_EQUAL, _REFUSE, None, number) for number in numbers),
        (_EQUAL, _ABSENT, None, _CLONE3),
        (_EQUAL, None, _ALLOW, clone),
        (_LOAD, None, None, _ARGUMENT),
        (_HAS, _ALLOW, _REFUSE, _THREAD),
    ]
    places = {end: len(steps) + place for place, end in enumerate(ends)}
    written: list[tuple[int, ...]] = [
        (code, *(0 if to is None else places[to] - place - 1 for to in (true, false)), operand)
        for place, (code, true, false, operand) in enumerate(steps)
    ]
    return b"".join(
        struct.pack("HBBI", *step) for step in (*written, *((_RETURN, 0, 0, end) for end in ends))
    )
