#include "media/sandbox/message.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace mtcnn::media {
namespace {

constexpr std::size_t kMostBytes = 1 << 16;

/// Room for the number of one file.
struct alignas(cmsghdr) FileNumber {
  std::array<std::uint8_t, CMSG_SPACE(sizeof(int))> bytes{};
};

}  // namespace

void Message::put_text(std::string_view text) {
  put<std::uint32_t>(static_cast<std::uint32_t>(text.size()));
  bytes_.insert(bytes_.end(), text.begin(), text.end());
}

std::string Message::take_text() {
  const auto size = take<std::uint32_t>();
  const std::uint8_t* const bytes = take_bytes(size);
  return {bytes, bytes + size};
}

const std::uint8_t* Message::take_bytes(std::size_t count) {
  if (count > bytes_.size() - taken_) throw Nonsense("a message that breaks off");
  const std::uint8_t* const bytes = bytes_.data() + taken_;
  taken_ += count;
  return bytes;
}

bool MessageSocket::send(const Message& message, int file) const {
  iovec content = {.iov_base = const_cast<std::uint8_t*>(message.bytes().data()), .iov_len = message.bytes().size()};
  msghdr header = {};
  header.msg_iov = &content;
  header.msg_iovlen = 1;
  FileNumber number;
  if (file >= 0) {
    header.msg_control = &number;
    header.msg_controllen = sizeof number;
    cmsghdr* const control = CMSG_FIRSTHDR(&header);
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_RIGHTS;
    control->cmsg_len = CMSG_LEN(sizeof file);
    std::memcpy(CMSG_DATA(control), &file, sizeof file);
  }
  ssize_t sent = 0;
  do {
    sent = ::sendmsg(socket_.number(), &header, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent >= 0;
}

bool MessageSocket::wait(std::chrono::milliseconds longest) const {
  pollfd socket = {.fd = socket_.number(), .events = POLLIN, .revents = 0};
  return ::poll(&socket, 1, static_cast<int>(longest.count())) > 0;
}

std::optional<Message> MessageSocket::receive() const {
  std::vector<std::uint8_t> bytes(kMostBytes);
  iovec content = {.iov_base = bytes.data(), .iov_len = bytes.size()};
  FileNumber number;
  msghdr header = {};
  header.msg_iov = &content;
  header.msg_iovlen = 1;
  header.msg_control = &number;
  header.msg_controllen = CMSG_LEN(sizeof(int));  // of more files than one, the system drops all others
  ssize_t received = 0;
  do {
    received = ::recvmsg(socket_.number(), &header, MSG_CMSG_CLOEXEC);
  } while (received < 0 && errno == EINTR);
  if (received <= 0) return std::nullopt;

  FileDescriptor file(-1);
  const cmsghdr* const control = CMSG_FIRSTHDR(&header);
  if (control != nullptr && control->cmsg_type == SCM_RIGHTS) {
    int open = -1;
    std::memcpy(&open, CMSG_DATA(control), sizeof open);
    file = FileDescriptor(open);
  }
  if ((header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) throw Nonsense("a message that is too large");
  bytes.resize(static_cast<std::size_t>(received));
  return Message(std::move(bytes), std::move(file));
}

}  // namespace mtcnn::media
