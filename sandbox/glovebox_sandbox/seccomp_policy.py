"""Which system calls a sandbox may make.

Calls in `ALLOWED` pass. `DENIED` calls answer EPERM. What is in neither list, such as clone3 or a
call of a newer kernel, answers ENOSYS, so that programs fall back to an older call. A foreign
architecture (i386, x32) ends the process. `RULES` allow a call for some arguments only.
"""

from __future__ import annotations

ALLOWED = """
accept accept4 access alarm arch_prctl bind brk capget capset chdir chmod chown clock_getres
clock_gettime clock_nanosleep close close_range connect copy_file_range creat dup dup2 dup3
epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd eventfd2 execve
execveat exit exit_group faccessat faccessat2 fadvise64 fallocate fchdir fchmod fchmodat fchown
fchownat fcntl fdatasync fgetxattr flistxattr flock fork fremovexattr fsetxattr fstat fstatfs fsync
ftruncate futex futex_waitv futimesat getcpu getcwd getdents getdents64 getegid geteuid getgid
getgroups getitimer getpeername getpgid getpgrp getpid getppid getpriority getrandom getresgid
getresuid getrlimit get_robust_list getrusage getsid getsockname getsockopt get_thread_area gettid
gettimeofday getuid getxattr io_cancel io_destroy io_getevents io_pgetevents ioprio_get io_setup
io_submit kill landlock_add_rule landlock_create_ruleset landlock_restrict_self lchown lgetxattr
link linkat listen listxattr llistxattr lremovexattr lseek lsetxattr lstat madvise membarrier
mincore mkdir mkdirat mlock mlock2 mlockall mmap mprotect mq_getsetattr mq_notify
mq_open mq_timedreceive mq_timedsend mq_unlink mremap msgctl msgget msgrcv msgsnd msync munlock
munlockall munmap nanosleep newfstatat open openat openat2 pause pidfd_open pidfd_send_signal pipe
pipe2 pkey_alloc pkey_free pkey_mprotect poll ppoll pread64 preadv preadv2 pselect6 pwrite64
pwritev pwritev2 read readahead readlink readlinkat readv recvfrom recvmmsg recvmsg
remap_file_pages removexattr rename renameat renameat2 restart_syscall rmdir rseq rt_sigaction
rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait
rt_tgsigqueueinfo sched_getaffinity sched_getattr sched_getparam sched_get_priority_max
sched_get_priority_min sched_getscheduler sched_rr_get_interval sched_yield seccomp select semctl
semget semop semtimedop sendfile sendmmsg sendmsg sendto setfsgid setfsuid setgid setgroups
setitimer setpgid setregid setresgid setresuid setreuid setrlimit set_robust_list setsid setsockopt
set_thread_area set_tid_address setuid setxattr shmat shmctl shmdt shmget shutdown sigaltstack
signalfd signalfd4 splice stat statfs statx symlink symlinkat sync sync_file_range
syncfs sysinfo tee tgkill time timer_create timer_delete timerfd_create timerfd_gettime
timerfd_settime timer_getoverrun timer_gettime timer_settime times tkill truncate umask uname
unlink unlinkat utime utimensat utimes vfork vmsplice wait4 waitid write writev
""".split()

DENIED = """
acct add_key adjtimex bpf chroot clock_adjtime clock_settime delete_module fanotify_init
fanotify_mark finit_module fsconfig fsmount fsopen fspick get_mempolicy init_module
inotify_add_watch inotify_init inotify_init1 inotify_rm_watch io_uring_enter io_uring_register
io_uring_setup ioperm iopl kcmp kexec_file_load kexec_load keyctl lookup_dcookie mbind
memfd_secret migrate_pages modify_ldt mount mount_setattr move_mount move_pages
name_to_handle_at open_by_handle_at open_tree perf_event_open pidfd_getfd pivot_root
process_madvise process_mrelease process_vm_readv process_vm_writev ptrace quotactl quotactl_fd
reboot request_key setdomainname set_mempolicy set_mempolicy_home_node sethostname setns
settimeofday swapoff swapon sysfs syslog umount2 unshare userfaultfd ustat vhangup
""".split()

AF_UNIX, AF_INET, AF_INET6 = 1, 2, 10
CLONE_NAMESPACES = 0x7E020080
# Every type of file but a FIFO and a regular file has one of these bits.
DEVICES_AND_SOCKETS = 0o160000
# Typing into a terminal for others; the console; other drivers for a terminal's lines.
TIOCSTI, TIOCLINUX, TIOCSETD = 0x5412, 0x541C, 0x5423
PR_SET_MM, PR_SET_PTRACER, PR_SCHED_CORE = 35, 0x59616D61, 62
IOPRIO_WHO_PROCESS, PRIO_PROCESS = 1, 0


class Condition:
    """Compares the low 32 bits of one argument (0 to 5).

    `kind` "equal": with `value`. `kind` "clear": none of the bits of `value` is set.
    """

    def __init__(self, argument: int, kind: str, value: int) -> None:
        self.argument = argument
        self.kind = kind
        self.value = value


class Rule:
    """Allows `call` if `wanted` ("any", "all" or "none") of the conditions hold; else it gets EPERM."""

    def __init__(self, call: str, wanted: str, *conditions: Condition) -> None:
        self.call = call
        self.wanted = wanted
        self.conditions = conditions


def _only(call: str, argument: int, *values: int) -> Rule:
    return Rule(call, "any", *(Condition(argument, "equal", value) for value in values))


def _never(call: str, argument: int, *values: int) -> Rule:
    return Rule(call, "none", *(Condition(argument, "equal", value) for value in values))


def _on_itself(call: str, process: int) -> Rule:
    """A call on the caller alone: not on another process, nor on its whole group or user."""
    return Rule(call, "all", Condition(0, "equal", process), Condition(1, "equal", 0))


# Memory that is mapped nowhere: only a cgroup counts it, so without one it is denied.
UNCOUNTED = ("memfd_create",)

RULES = (
    _only("socket", 0, AF_UNIX, AF_INET, AF_INET6),
    _only("socketpair", 0, AF_UNIX),
    Rule("clone", "all", Condition(0, "clear", CLONE_NAMESPACES)),
    Rule("mknod", "all", Condition(1, "clear", DEVICES_AND_SOCKETS)),
    Rule("mknodat", "all", Condition(2, "clear", DEVICES_AND_SOCKETS)),
    _never("ioctl", 1, TIOCSTI, TIOCLINUX, TIOCSETD),
    _never("prctl", 0, PR_SET_MM, PR_SET_PTRACER, PR_SCHED_CORE),
    # Only for the caller itself (pid 0): otherwise init's scheduling and limits could be changed.
    _only("prlimit64", 0, 0),
    _only("sched_setaffinity", 0, 0),
    _only("sched_setattr", 0, 0),
    _only("sched_setparam", 0, 0),
    _only("sched_setscheduler", 0, 0),
    # Init's real uid is the user's, so a change for all processes of the user would be one of init.
    _on_itself("ioprio_set", IOPRIO_WHO_PROCESS),
    _on_itself("setpriority", PRIO_PROCESS),
    # 0 is the default persona; 0xffffffff asks which one is set.
    _only("personality", 0, 0, 0xFFFFFFFF),
)
