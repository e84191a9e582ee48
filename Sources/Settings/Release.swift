/// The version of the whole house: daemon, operator's tool and pages.
public enum Release {
    public static let version = "0.1.0"
}
