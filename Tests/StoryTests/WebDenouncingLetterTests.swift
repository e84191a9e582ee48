import TestSupport
import Testing

@testable import Web

/// A letter that turns out to denounce while it is read: who typed its writer is not stuck with him.
@Suite struct WebDenouncingLetterTests {
    @Test func `an opened letter is said to denounce and forgets who wrote it`() async throws {
        try await TestWorld.lease { world in
            let clerk = try await Browser.signedIn(world, as: "hdnd.clerk")
            let bag = try await clerk.get("/bi-thu?ngay=2026-11-19")
            _ = try await clerk.submit(
                try bag.form("/bi-thu"), ["senderName": "Lò Thị Mẩy", "arrivedOn": "19/11/2026", "marking": "none", "channel": "post"])
            let page = try await clerk.get("/bi-thu/1")
            _ = try await clerk.submit(
                try page.form("/bi-thu/1/mo").changing("denunciation", "0"),
                ["senderName": "Lò Thị Mẩy", "gist": "Tôi tố cáo ông trưởng thôn"])
            let read = try await clerk.get("/bi-thu/1")
            #expect(read.has("Lò Thị Mẩy") && read.has("Đọc lại: đây là thư tố cáo"))
            let after = try await clerk.follow(try await clerk.submit(try read.form("/bi-thu/1/mo").changing("denunciation", "1")))
            #expect(after.has("Phải; không ghi người gửi ở đây") && !after.has("Lò Thị Mẩy") && !after.has("trưởng thôn"))
            #expect(after.has("Vào sổ đơn tố cáo") && !after.has("Đọc lại: đây là thư tố cáo"))
        }
    }
}
