/*
 * The floor: how often a second this machine can build and reap a wall, with nothing inside it.
 *
 *     floor PROCESSES SECONDS [--without-network]
 *
 * prints one line of JSON: {"perSecond": …, "processes": …, "seconds": …, "walls": …, "network": …}.
 *
 * Theory of operation
 *
 * An execution of the native engine costs what the kernel takes for the wall, and what we add: the interpreter, the
 * frames, the host. This program pays the kernel's part only, in the cheapest way that we know. So its rate is the one
 * that no engine with the same wall can pass on this machine, and `npm run bench` gives our throughput as a share of
 * it. It is a measure, not a sandbox: it installs no seccomp filter, joins no cgroup and sets no limits.
 *
 * 1. The outer wall, once. A private mount namespace (an ordinary user needs a user namespace around it) whose root is
 *    a small tmpfs: /usr and its companions, /dev/null, an unmasked /proc, and empty folders to mount on. The tmpfs is
 *    mounted over /tmp of that namespace and becomes its root by pivot_root. So nothing is created outside, and nothing
 *    is left: the kernel drops all of it when the last process ends, however it ends.
 * 2. PROCESSES workers, each a loop for SECONDS. One turn is one wall:
 *      - clone with every namespace flag. Without an exec and with a few pages of memory, this is the cheapest fork.
 *      - The parent writes the id maps: as root two host ids that nobody else uses (the design's init and user), else
 *        the user's own id alone. The child waits for them on a pipe.
 *      - The child takes its id, mounts four tmpfs with size and inode limits and a fresh /proc, binds /dev/null over
 *        three files of it, raises the loopback interface, drops its capabilities, sets no_new_privs, and exits.
 *      - The parent reaps it. A child that failed says at which line, and the program stops: a wall that was not built
 *        must not count.
 * 3. The kernel frees network namespaces later, on a queue of its own that shares the cores with the loop. A rate over
 *    several seconds includes that work, a burst does not.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MASKED 3
#define FIRST_HOST_ID 60900u /* free by convention, and inside the 65,536 ids of a container */
#define INNER_ID 1000u

/* Every call of the wall goes through here: one that fails ends its process, and so the measurement. */
#define MUST(call) \
  do { \
    if ((long)(call) < 0) failed(__LINE__, #call, strerror(errno)); \
  } while (0)

static void failed(int line, const char *what, const char *why) {
  fprintf(stderr, "floor.c:%d: %s: %s\n", line, what, why);
  _exit(1);
}

static void write_file(const char *path, const char *text) {
  int file;
  MUST(file = open(path, O_WRONLY | O_CLOEXEC));
  MUST(write(file, text, strlen(text)));
  close(file);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

/* ---- The outer wall ---- */

static void bind_if_present(const char *source, const char *target) {
  struct stat status;
  char link[256];
  if (lstat(source, &status) < 0) return;
  if (S_ISLNK(status.st_mode)) {
    ssize_t length;
    MUST(length = readlink(source, link, sizeof link - 1));
    link[length] = 0;
    MUST(symlink(link, target));
    return;
  }
  MUST(mkdir(target, 0755));
  MUST(mount(source, target, NULL, MS_BIND | MS_REC, NULL));
}

static void enter_user_namespace(void) {
  char map[64];
  unsigned uid = geteuid(), gid = getegid();
  MUST(unshare(CLONE_NEWUSER));
  write_file("/proc/self/setgroups", "deny");
  snprintf(map, sizeof map, "%u %u 1", uid, uid);
  write_file("/proc/self/uid_map", map);
  snprintf(map, sizeof map, "%u %u 1", gid, gid);
  write_file("/proc/self/gid_map", map);
}

static void build_outer_wall(void) {
  static const char *folders[] = {"workspace", "tmp", "home", "home/user", "dev", "dev/shm", "proc"};
  if (geteuid() != 0) enter_user_namespace();
  MUST(unshare(CLONE_NEWNS));
  MUST(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
  MUST(mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID, "mode=755,size=1m"));
  MUST(chdir("/tmp"));
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) MUST(mkdir(folders[i], 0755));
  bind_if_present("/usr", "usr");
  bind_if_present("/bin", "bin");
  bind_if_present("/lib", "lib");
  bind_if_present("/lib64", "lib64");
  MUST(mknod("dev/null", S_IFREG | 0644, 0));
  MUST(mount("/dev/null", "dev/null", NULL, MS_BIND, NULL));
  MUST(mount("/proc", "proc", NULL, MS_BIND | MS_REC, NULL));
  MUST(syscall(SYS_pivot_root, ".", "."));
  MUST(umount2(".", MNT_DETACH));
  MUST(chdir("/"));
}

/* ---- One wall: the child's side ---- */

static void take_id(void) {
  if (setgroups(0, NULL) < 0 && errno != EPERM) failed(__LINE__, "setgroups", strerror(errno));
  MUST(setresgid(INNER_ID, INNER_ID, INNER_ID));
  MUST(setresuid(INNER_ID, INNER_ID, INNER_ID));
}

static void mount_folders(void) {
  static const char *folders[] = {"/workspace", "/tmp", "/home/user", "/dev/shm"};
  for (int i = 0; i < 4; i++)
    MUST(mount("tmpfs", folders[i], "tmpfs", MS_NOSUID | MS_NODEV, "size=64m,nr_inodes=16384,mode=755"));
}

static void mount_proc(const char *const masked[MASKED]) {
  MUST(mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL));
  for (int i = 0; i < MASKED; i++) MUST(mount("/dev/null", masked[i], NULL, MS_BIND, NULL));
}

static void raise_loopback(void) {
  struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
  int handle;
  MUST(handle = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  MUST(ioctl(handle, SIOCSIFFLAGS, &request));
  close(handle);
}

static void drop_capabilities(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2] = {{0}, {0}};
  for (int capability = 0; prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0; capability++) continue;
  MUST(syscall(SYS_capset, &header, none));
  MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

static void live_in_wall(int mapped, int network, const char *const masked[MASKED]) {
  char byte;
  MUST(prctl(PR_SET_PDEATHSIG, SIGKILL));
  if (read(mapped, &byte, 1) != 1) failed(__LINE__, "id maps", "the parent wrote none");
  take_id();
  mount_folders();
  mount_proc(masked);
  if (network) raise_loopback();
  drop_capabilities();
  _exit(0);
}

/* ---- One wall: the parent's side ---- */

static void write_maps(pid_t child) {
  char path[64], map[64];
  unsigned count = geteuid() == 0 ? 2 : 1;
  snprintf(path, sizeof path, "/proc/%d/setgroups", child);
  if (count == 1) write_file(path, "deny");
  snprintf(map, sizeof map, "%u %u %u", INNER_ID, count == 1 ? geteuid() : FIRST_HOST_ID, count);
  snprintf(path, sizeof path, "/proc/%d/uid_map", child);
  write_file(path, map);
  snprintf(map, sizeof map, "%u %u %u", INNER_ID, count == 1 ? getegid() : FIRST_HOST_ID, count);
  snprintf(path, sizeof path, "/proc/%d/gid_map", child);
  write_file(path, map);
}

static void build_and_reap(int network, const char *const masked[MASKED]) {
  long flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP | SIGCHLD;
  int mapped[2], status;
  MUST(pipe2(mapped, O_CLOEXEC));
  pid_t child;
  MUST(child = syscall(SYS_clone, flags | (network ? CLONE_NEWNET : 0), 0, 0, 0, 0));
  if (child == 0) {
    close(mapped[1]);
    live_in_wall(mapped[0], network, masked);
  }
  close(mapped[0]);
  write_maps(child);
  MUST(write(mapped[1], "", 1));
  close(mapped[1]);
  MUST(waitpid(child, &status, 0));
  if (status != 0) failed(__LINE__, "a wall was not built", "its process says why");
}

/* ---- The measurement ---- */

/* /proc differs between kernels, so the files to mask are the first that exist here. */
static void choose_masked(const char *masked[MASKED]) {
  static const char *candidates[] = {"/proc/kcore",      "/proc/keys",    "/proc/sysrq-trigger", "/proc/timer_list",
                                     "/proc/interrupts", "/proc/version", "/proc/uptime"};
  int found = 0;
  for (size_t i = 0; i < sizeof candidates / sizeof *candidates && found < MASKED; i++)
    if (access(candidates[i], F_OK) == 0) masked[found++] = candidates[i];
  if (found < MASKED) failed(__LINE__, "/proc", "too few files to mask");
}

static void work(double until, int network, const char *const masked[MASKED], long *walls) {
  MUST(prctl(PR_SET_PDEATHSIG, SIGKILL));
  while (now() < until) {
    build_and_reap(network, masked);
    ++*walls;
  }
  _exit(0);
}

int main(int count, char **arguments) {
  int processes = count > 2 ? atoi(arguments[1]) : 0;
  double seconds = count > 2 ? atof(arguments[2]) : 0;
  int network = !(count > 3 && strcmp(arguments[3], "--without-network") == 0);
  if (processes < 1 || processes > 256 || seconds <= 0 || count > 4 || (count == 4 && network)) {
    fprintf(stderr, "usage: floor PROCESSES SECONDS [--without-network]\n");
    return 2;
  }
  const char *masked[MASKED];
  long *walls = mmap(NULL, processes * sizeof *walls, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (walls == MAP_FAILED) failed(__LINE__, "mmap", strerror(errno));
  build_outer_wall();
  choose_masked(masked);

  double started = now();
  for (int i = 0; i < processes; i++) {
    pid_t worker;
    MUST(worker = fork());
    if (worker == 0) work(started + seconds, network, masked, &walls[i]);
  }
  int status;
  long total = 0;
  for (int i = 0; i < processes; i++) {
    MUST(wait(&status));
    if (status != 0) return 1;
  }
  double took = now() - started;
  for (int i = 0; i < processes; i++) total += walls[i];
  printf("{\"perSecond\": %.1f, \"processes\": %d, \"seconds\": %.3f, \"walls\": %ld, \"network\": %s}\n", total / took,
         processes, took, total, network ? "true" : "false");
  return 0;
}
