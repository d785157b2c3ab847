// From a Swagger 2.0 file. Comments list what the block can't express.
// Operation ids are handlers' names, and errors are problems (RFC 9457), in every operation.
// Schemas refuse members that they don't know.

use std::{collections::BTreeMap, process::ExitCode};

use warp_openapi::prelude::*;

api! {
    api WarehouseApi {
        title: "Warehouse",
        version: "3",
        base_path: "/api/v3",
        servers: ["https://warehouse.example.com"],
        tags: {
            article: "Everything about articles",
            supplier: "Everything about suppliers",
            address: "Everything about addresss",
            country: "Everything about countrys",
            currency: "Everything about currencys",
            customer: "Everything about customers",
            order: "Everything about orders",
            orderLine: "Everything about orderLines",
            shipment: "Everything about shipments",
            invoice: "Everything about invoices",
            stockMovement: "Everything about stockMovements",
            // "goods-receipt" in the file
            GoodsReceipt: "Everything about goods-receipts",
        },
    }

    schema Entity as "entity" {
        id: Uuid,
        version: Option<i64> [read_only],
    }

    /// One article
    schema Article as "article" {
        id: Uuid,
        version: Option<i64> [read_only],
        /// Its number
        code: String [len(1..=20), pattern("^[A-Z0-9-]+$")],
        supplier: Option<Supplier>,
        state: ArticleState [default("new")],
        amount: Option<Decimal> [min(0.0)],
        notes: Option<Vec<String>> [len(0..=10)],
        attributes: Option<BTreeMap<String, String>>,
    }

    enum ArticleState { New = "new", Active = "active", Closed = "closed" }

    schema ArticlePage as "articlePage" {
        total: i64,
        items: Vec<Article>,
    }

    /// One supplier
    schema Supplier as "supplier" {
        id: Uuid,
        version: Option<i64> [read_only],
        /// Its number
        code: String [len(1..=20), pattern("^[A-Z0-9-]+$")],
        address: Option<Address>,
        state: ArticleState [default("new")],
        amount: Option<Decimal> [min(0.0)],
        notes: Option<Vec<String>> [len(0..=10)],
        attributes: Option<BTreeMap<String, String>>,
    }

    schema SupplierPage as "supplierPage" {
        total: i64,
        items: Vec<Supplier>,
    }

    /// One address
    schema Address as "address" {
        id: Uuid,
        version: Option<i64> [read_only],
        /// Its number
        code: String [len(1..=20), pattern("^[A-Z0-9-]+$")],
        country: Option<Country>,
        state: ArticleState [default("new")],
        amount: Option<Decimal> [min(0.0)],
        notes: Option<Vec<String>> [len(0..=10)],
        attributes: Option<BTreeMap<String, String>>,
    }

    schema AddressPage as "addressPage" {
        total: i64,
        items: Vec<Address>,
    }

    /// One country
    schema Country as "country" {
        id: Uuid,
        version: Option<i64> [read_only],
        /// Its number
        code: String [len(1..=20), pattern("^[A-Z0-9-]+$")],
        currency: Option<Box<Currency>>,
        state: ArticleState [default("new")],
        amount: Option<Decimal> [min(0.0)],
        notes: Option<Vec<String>> [len(0..=10)],
        attributes: Option<BTreeMap<String, String>>,
    }

    schema CountryPage as "countryPage" {
        total: i64,
        items: Vec<Country>,
    }

    /// One currency
    schema Currency as "currency" {
        id: Uuid,
        version: Option<i64> [read_only],
        /// Its number
        code: String [len(1..=20), pattern("^[A-Z0-9-]+$")],
        country: Option<Box<Country>>,
        state: ArticleState [default("new")],
        amount: Option<Decimal> [min(0.0)],
        notes: Option<Vec<String>> [len(0..=10)],
        attributes: Option<BTreeMap<String, String>>,
    }

    schema CurrencyPage as "currencyPage" {
        total: i64,
        items: Vec<Currency>,
    }

    /// One customer
    schema Customer as "customer" {
        id: Uuid,
        version: Option<i64> [read_only],
        /// Its number
        code: String [len(1..=20), pattern("^[A-Z0-9-]+$")],
        address: Option<Address>,
        state: ArticleState [default("new")],
        amount: Option<Decimal> [min(0.0)],
        notes: Option<Vec<String>> [len(0..=10)],
        attributes: Option<BTreeMap<String, String>>,
    }

    schema CustomerPage as "customerPage" {
        total: i64,
        items: Vec<Customer>,
    }

    /// One order
    schema Order as "order" {
        id: Uuid,
        version: Option<i64> [read_only],
        /// Its number
        code: String [len(1..=20), pattern("^[A-Z0-9-]+$")],
        customer: Option<Customer>,
        state: ArticleState [default("new")],
        amount: Option<Decimal> [min(0.0)],
        notes: Option<Vec<String>> [len(0..=10)],
        attributes: Option<BTreeMap<String, String>>,
    }

    schema OrderPage as "orderPage" {
        total: i64,
        items: Vec<Order>,
    }

    /// One orderLine
    schema OrderLine as "orderLine" {
        id: Uuid,
        version: Option<i64> [read_only],
        /// Its number
        code: String [len(1..=20), pattern("^[A-Z0-9-]+$")],
        article: Option<Article>,
        state: ArticleState [default("new")],
        amount: Option<Decimal> [min(0.0)],
        notes: Option<Vec<String>> [len(0..=10)],
        attributes: Option<BTreeMap<String, String>>,
    }

    schema OrderLinePage as "orderLinePage" {
        total: i64,
        items: Vec<OrderLine>,
    }

    /// One shipment
    schema Shipment as "shipment" {
        id: Uuid,
        version: Option<i64> [read_only],
        /// Its number
        code: String [len(1..=20), pattern("^[A-Z0-9-]+$")],
        order: Option<Order>,
        state: ArticleState [default("new")],
        amount: Option<Decimal> [min(0.0)],
        notes: Option<Vec<String>> [len(0..=10)],
        attributes: Option<BTreeMap<String, String>>,
    }

    schema ShipmentPage as "shipmentPage" {
        total: i64,
        items: Vec<Shipment>,
    }

    /// One invoice
    schema Invoice as "invoice" {
        id: Uuid,
        version: Option<i64> [read_only],
        /// Its number
        code: String [len(1..=20), pattern("^[A-Z0-9-]+$")],
        order: Option<Order>,
        state: ArticleState [default("new")],
        amount: Option<Decimal> [min(0.0)],
        notes: Option<Vec<String>> [len(0..=10)],
        attributes: Option<BTreeMap<String, String>>,
    }

    schema InvoicePage as "invoicePage" {
        total: i64,
        items: Vec<Invoice>,
    }

    /// One stockMovement
    schema StockMovement as "stockMovement" {
        id: Uuid,
        version: Option<i64> [read_only],
        /// Its number
        code: String [len(1..=20), pattern("^[A-Z0-9-]+$")],
        article: Option<Article>,
        state: ArticleState [default("new")],
        amount: Option<Decimal> [min(0.0)],
        notes: Option<Vec<String>> [len(0..=10)],
        attributes: Option<BTreeMap<String, String>>,
    }

    schema StockMovementPage as "stockMovementPage" {
        total: i64,
        items: Vec<StockMovement>,
    }

    /// One goods-receipt
    schema GoodsReceipt as "goods-receipt" {
        id: Uuid,
        version: Option<i64> [read_only],
        /// Its number
        code: String [len(1..=20), pattern("^[A-Z0-9-]+$")],
        supplier: Option<Supplier>,
        state: ArticleState [default("new")],
        amount: Option<Decimal> [min(0.0)],
        notes: Option<Vec<String>> [len(0..=10)],
        attributes: Option<BTreeMap<String, String>>,
    }

    schema GoodsReceiptPage as "goods-receiptPage" {
        total: i64,
        items: Vec<GoodsReceipt>,
    }

    /// List articles
    op article_list(
        page: i32 [min(1), default(1)],
        size: i32 [range(1..=500), default(50)],
    ) -> ArticlePage {
        route: GET "/articles",
        tag: article,
    }

    /// Add one
    op article_create(
        body: Article,
    ) -> Created<Article> {
        route: POST "/articles",
        tag: article,
        errors: { 409: "it is there already" },
    }

    op article_read(
        id: Uuid,
    ) -> Article {
        route: GET "/articles/{id}",
        tag: article,
        errors: { 404: "it isn't there" },
    }

    op article_update(
        id: Uuid,
        body: Article,
    ) -> Article {
        route: PUT "/articles/{id}",
        tag: article,
        errors: { 404: "it isn't there" },
    }

    op article_delete(
        id: Uuid,
    ) {
        route: DELETE "/articles/{id}",
        tag: article,
        errors: { 404: "it isn't there" },
    }

    /// List suppliers
    op supplier_list(
        page: i32 [min(1), default(1)],
        size: i32 [range(1..=500), default(50)],
    ) -> SupplierPage {
        route: GET "/suppliers",
        tag: supplier,
    }

    /// Add one
    op supplier_create(
        body: Supplier,
    ) -> Created<Supplier> {
        route: POST "/suppliers",
        tag: supplier,
        errors: { 409: "it is there already" },
    }

    op supplier_read(
        id: Uuid,
    ) -> Supplier {
        route: GET "/suppliers/{id}",
        tag: supplier,
        errors: { 404: "it isn't there" },
    }

    op supplier_update(
        id: Uuid,
        body: Supplier,
    ) -> Supplier {
        route: PUT "/suppliers/{id}",
        tag: supplier,
        errors: { 404: "it isn't there" },
    }

    op supplier_delete(
        id: Uuid,
    ) {
        route: DELETE "/suppliers/{id}",
        tag: supplier,
        errors: { 404: "it isn't there" },
    }

    /// List addresss
    op address_list(
        page: i32 [min(1), default(1)],
        size: i32 [range(1..=500), default(50)],
    ) -> AddressPage {
        route: GET "/addresss",
        tag: address,
    }

    /// Add one
    op address_create(
        body: Address,
    ) -> Created<Address> {
        route: POST "/addresss",
        tag: address,
        errors: { 409: "it is there already" },
    }

    op address_read(
        id: Uuid,
    ) -> Address {
        route: GET "/addresss/{id}",
        tag: address,
        errors: { 404: "it isn't there" },
    }

    op address_update(
        id: Uuid,
        body: Address,
    ) -> Address {
        route: PUT "/addresss/{id}",
        tag: address,
        errors: { 404: "it isn't there" },
    }

    op address_delete(
        id: Uuid,
    ) {
        route: DELETE "/addresss/{id}",
        tag: address,
        errors: { 404: "it isn't there" },
    }

    /// List countrys
    op country_list(
        page: i32 [min(1), default(1)],
        size: i32 [range(1..=500), default(50)],
    ) -> CountryPage {
        route: GET "/countrys",
        tag: country,
    }

    /// Add one
    op country_create(
        body: Country,
    ) -> Created<Country> {
        route: POST "/countrys",
        tag: country,
        errors: { 409: "it is there already" },
    }

    op country_read(
        id: Uuid,
    ) -> Country {
        route: GET "/countrys/{id}",
        tag: country,
        errors: { 404: "it isn't there" },
    }

    op country_update(
        id: Uuid,
        body: Country,
    ) -> Country {
        route: PUT "/countrys/{id}",
        tag: country,
        errors: { 404: "it isn't there" },
    }

    op country_delete(
        id: Uuid,
    ) {
        route: DELETE "/countrys/{id}",
        tag: country,
        errors: { 404: "it isn't there" },
    }

    /// List currencys
    op currency_list(
        page: i32 [min(1), default(1)],
        size: i32 [range(1..=500), default(50)],
    ) -> CurrencyPage {
        route: GET "/currencys",
        tag: currency,
    }

    /// Add one
    op currency_create(
        body: Currency,
    ) -> Created<Currency> {
        route: POST "/currencys",
        tag: currency,
        errors: { 409: "it is there already" },
    }

    op currency_read(
        id: Uuid,
    ) -> Currency {
        route: GET "/currencys/{id}",
        tag: currency,
        errors: { 404: "it isn't there" },
    }

    op currency_update(
        id: Uuid,
        body: Currency,
    ) -> Currency {
        route: PUT "/currencys/{id}",
        tag: currency,
        errors: { 404: "it isn't there" },
    }

    op currency_delete(
        id: Uuid,
    ) {
        route: DELETE "/currencys/{id}",
        tag: currency,
        errors: { 404: "it isn't there" },
    }

    /// List customers
    op customer_list(
        page: i32 [min(1), default(1)],
        size: i32 [range(1..=500), default(50)],
    ) -> CustomerPage {
        route: GET "/customers",
        tag: customer,
    }

    /// Add one
    op customer_create(
        body: Customer,
    ) -> Created<Customer> {
        route: POST "/customers",
        tag: customer,
        errors: { 409: "it is there already" },
    }

    op customer_read(
        id: Uuid,
    ) -> Customer {
        route: GET "/customers/{id}",
        tag: customer,
        errors: { 404: "it isn't there" },
    }

    op customer_update(
        id: Uuid,
        body: Customer,
    ) -> Customer {
        route: PUT "/customers/{id}",
        tag: customer,
        errors: { 404: "it isn't there" },
    }

    op customer_delete(
        id: Uuid,
    ) {
        route: DELETE "/customers/{id}",
        tag: customer,
        errors: { 404: "it isn't there" },
    }

    /// List orders
    op order_list(
        page: i32 [min(1), default(1)],
        size: i32 [range(1..=500), default(50)],
    ) -> OrderPage {
        route: GET "/orders",
        tag: order,
    }

    /// Add one
    op order_create(
        body: Order,
    ) -> Created<Order> {
        route: POST "/orders",
        tag: order,
        errors: { 409: "it is there already" },
    }

    op order_read(
        id: Uuid,
    ) -> Order {
        route: GET "/orders/{id}",
        tag: order,
        errors: { 404: "it isn't there" },
    }

    op order_update(
        id: Uuid,
        body: Order,
    ) -> Order {
        route: PUT "/orders/{id}",
        tag: order,
        errors: { 404: "it isn't there" },
    }

    op order_delete(
        id: Uuid,
    ) {
        route: DELETE "/orders/{id}",
        tag: order,
        errors: { 404: "it isn't there" },
    }

    /// List orderLines
    op order_line_list(
        page: i32 [min(1), default(1)],
        size: i32 [range(1..=500), default(50)],
    ) -> OrderLinePage {
        route: GET "/orderLines",
        tag: orderLine,
    }

    /// Add one
    op order_line_create(
        body: OrderLine,
    ) -> Created<OrderLine> {
        route: POST "/orderLines",
        tag: orderLine,
        errors: { 409: "it is there already" },
    }

    op order_line_read(
        id: Uuid,
    ) -> OrderLine {
        route: GET "/orderLines/{id}",
        tag: orderLine,
        errors: { 404: "it isn't there" },
    }

    op order_line_update(
        id: Uuid,
        body: OrderLine,
    ) -> OrderLine {
        route: PUT "/orderLines/{id}",
        tag: orderLine,
        errors: { 404: "it isn't there" },
    }

    op order_line_delete(
        id: Uuid,
    ) {
        route: DELETE "/orderLines/{id}",
        tag: orderLine,
        errors: { 404: "it isn't there" },
    }

    /// List shipments
    op shipment_list(
        page: i32 [min(1), default(1)],
        size: i32 [range(1..=500), default(50)],
    ) -> ShipmentPage {
        route: GET "/shipments",
        tag: shipment,
    }

    /// Add one
    op shipment_create(
        body: Shipment,
    ) -> Created<Shipment> {
        route: POST "/shipments",
        tag: shipment,
        errors: { 409: "it is there already" },
    }

    op shipment_read(
        id: Uuid,
    ) -> Shipment {
        route: GET "/shipments/{id}",
        tag: shipment,
        errors: { 404: "it isn't there" },
    }

    op shipment_update(
        id: Uuid,
        body: Shipment,
    ) -> Shipment {
        route: PUT "/shipments/{id}",
        tag: shipment,
        errors: { 404: "it isn't there" },
    }

    op shipment_delete(
        id: Uuid,
    ) {
        route: DELETE "/shipments/{id}",
        tag: shipment,
        errors: { 404: "it isn't there" },
    }

    /// List invoices
    op invoice_list(
        page: i32 [min(1), default(1)],
        size: i32 [range(1..=500), default(50)],
    ) -> InvoicePage {
        route: GET "/invoices",
        tag: invoice,
    }

    /// Add one
    op invoice_create(
        body: Invoice,
    ) -> Created<Invoice> {
        route: POST "/invoices",
        tag: invoice,
        errors: { 409: "it is there already" },
    }

    op invoice_read(
        id: Uuid,
    ) -> Invoice {
        route: GET "/invoices/{id}",
        tag: invoice,
        errors: { 404: "it isn't there" },
    }

    op invoice_update(
        id: Uuid,
        body: Invoice,
    ) -> Invoice {
        route: PUT "/invoices/{id}",
        tag: invoice,
        errors: { 404: "it isn't there" },
    }

    op invoice_delete(
        id: Uuid,
    ) {
        route: DELETE "/invoices/{id}",
        tag: invoice,
        errors: { 404: "it isn't there" },
    }

    /// List stockMovements
    op stock_movement_list(
        page: i32 [min(1), default(1)],
        size: i32 [range(1..=500), default(50)],
    ) -> StockMovementPage {
        route: GET "/stockMovements",
        tag: stockMovement,
    }

    /// Add one
    op stock_movement_create(
        body: StockMovement,
    ) -> Created<StockMovement> {
        route: POST "/stockMovements",
        tag: stockMovement,
        errors: { 409: "it is there already" },
    }

    op stock_movement_read(
        id: Uuid,
    ) -> StockMovement {
        route: GET "/stockMovements/{id}",
        tag: stockMovement,
        errors: { 404: "it isn't there" },
    }

    op stock_movement_update(
        id: Uuid,
        body: StockMovement,
    ) -> StockMovement {
        route: PUT "/stockMovements/{id}",
        tag: stockMovement,
        errors: { 404: "it isn't there" },
    }

    op stock_movement_delete(
        id: Uuid,
    ) {
        route: DELETE "/stockMovements/{id}",
        tag: stockMovement,
        errors: { 404: "it isn't there" },
    }

    /// List goods-receipts
    op goods_receipt_list(
        page: i32 [min(1), default(1)],
        size: i32 [range(1..=500), default(50)],
    ) -> GoodsReceiptPage {
        route: GET "/goods-receipts",
        tag: GoodsReceipt,
    }

    /// Add one
    op goods_receipt_create(
        body: GoodsReceipt,
    ) -> Created<GoodsReceipt> {
        route: POST "/goods-receipts",
        tag: GoodsReceipt,
        errors: { 409: "it is there already" },
    }

    op goods_receipt_read(
        id: Uuid,
    ) -> GoodsReceipt {
        route: GET "/goods-receipts/{id}",
        tag: GoodsReceipt,
        errors: { 404: "it isn't there" },
    }

    op goods_receipt_update(
        id: Uuid,
        body: GoodsReceipt,
    ) -> GoodsReceipt {
        route: PUT "/goods-receipts/{id}",
        tag: GoodsReceipt,
        errors: { 404: "it isn't there" },
    }

    op goods_receipt_delete(
        id: Uuid,
    ) {
        route: DELETE "/goods-receipts/{id}",
        tag: GoodsReceipt,
        errors: { 404: "it isn't there" },
    }
}

async fn article_list(_ctx: Ctx, _page: i32, _size: i32) -> Result<ArticlePage, Error> {
    Err(Error::internal("article_list isn't written yet"))
}

async fn article_create(_ctx: Ctx, _body: Article) -> Result<Created<Article>, Error> {
    Err(Error::internal("article_create isn't written yet"))
}

async fn article_read(_ctx: Ctx, _id: Uuid) -> Result<Article, Error> {
    Err(Error::internal("article_read isn't written yet"))
}

async fn article_update(_ctx: Ctx, _id: Uuid, _body: Article) -> Result<Article, Error> {
    Err(Error::internal("article_update isn't written yet"))
}

async fn article_delete(_ctx: Ctx, _id: Uuid) -> Result<NoContent, Error> {
    Err(Error::internal("article_delete isn't written yet"))
}

async fn supplier_list(_ctx: Ctx, _page: i32, _size: i32) -> Result<SupplierPage, Error> {
    Err(Error::internal("supplier_list isn't written yet"))
}

async fn supplier_create(_ctx: Ctx, _body: Supplier) -> Result<Created<Supplier>, Error> {
    Err(Error::internal("supplier_create isn't written yet"))
}

async fn supplier_read(_ctx: Ctx, _id: Uuid) -> Result<Supplier, Error> {
    Err(Error::internal("supplier_read isn't written yet"))
}

async fn supplier_update(_ctx: Ctx, _id: Uuid, _body: Supplier) -> Result<Supplier, Error> {
    Err(Error::internal("supplier_update isn't written yet"))
}

async fn supplier_delete(_ctx: Ctx, _id: Uuid) -> Result<NoContent, Error> {
    Err(Error::internal("supplier_delete isn't written yet"))
}

async fn address_list(_ctx: Ctx, _page: i32, _size: i32) -> Result<AddressPage, Error> {
    Err(Error::internal("address_list isn't written yet"))
}

async fn address_create(_ctx: Ctx, _body: Address) -> Result<Created<Address>, Error> {
    Err(Error::internal("address_create isn't written yet"))
}

async fn address_read(_ctx: Ctx, _id: Uuid) -> Result<Address, Error> {
    Err(Error::internal("address_read isn't written yet"))
}

async fn address_update(_ctx: Ctx, _id: Uuid, _body: Address) -> Result<Address, Error> {
    Err(Error::internal("address_update isn't written yet"))
}

async fn address_delete(_ctx: Ctx, _id: Uuid) -> Result<NoContent, Error> {
    Err(Error::internal("address_delete isn't written yet"))
}

async fn country_list(_ctx: Ctx, _page: i32, _size: i32) -> Result<CountryPage, Error> {
    Err(Error::internal("country_list isn't written yet"))
}

async fn country_create(_ctx: Ctx, _body: Country) -> Result<Created<Country>, Error> {
    Err(Error::internal("country_create isn't written yet"))
}

async fn country_read(_ctx: Ctx, _id: Uuid) -> Result<Country, Error> {
    Err(Error::internal("country_read isn't written yet"))
}

async fn country_update(_ctx: Ctx, _id: Uuid, _body: Country) -> Result<Country, Error> {
    Err(Error::internal("country_update isn't written yet"))
}

async fn country_delete(_ctx: Ctx, _id: Uuid) -> Result<NoContent, Error> {
    Err(Error::internal("country_delete isn't written yet"))
}

async fn currency_list(_ctx: Ctx, _page: i32, _size: i32) -> Result<CurrencyPage, Error> {
    Err(Error::internal("currency_list isn't written yet"))
}

async fn currency_create(_ctx: Ctx, _body: Currency) -> Result<Created<Currency>, Error> {
    Err(Error::internal("currency_create isn't written yet"))
}

async fn currency_read(_ctx: Ctx, _id: Uuid) -> Result<Currency, Error> {
    Err(Error::internal("currency_read isn't written yet"))
}

async fn currency_update(_ctx: Ctx, _id: Uuid, _body: Currency) -> Result<Currency, Error> {
    Err(Error::internal("currency_update isn't written yet"))
}

async fn currency_delete(_ctx: Ctx, _id: Uuid) -> Result<NoContent, Error> {
    Err(Error::internal("currency_delete isn't written yet"))
}

async fn customer_list(_ctx: Ctx, _page: i32, _size: i32) -> Result<CustomerPage, Error> {
    Err(Error::internal("customer_list isn't written yet"))
}

async fn customer_create(_ctx: Ctx, _body: Customer) -> Result<Created<Customer>, Error> {
    Err(Error::internal("customer_create isn't written yet"))
}

async fn customer_read(_ctx: Ctx, _id: Uuid) -> Result<Customer, Error> {
    Err(Error::internal("customer_read isn't written yet"))
}

async fn customer_update(_ctx: Ctx, _id: Uuid, _body: Customer) -> Result<Customer, Error> {
    Err(Error::internal("customer_update isn't written yet"))
}

async fn customer_delete(_ctx: Ctx, _id: Uuid) -> Result<NoContent, Error> {
    Err(Error::internal("customer_delete isn't written yet"))
}

async fn order_list(_ctx: Ctx, _page: i32, _size: i32) -> Result<OrderPage, Error> {
    Err(Error::internal("order_list isn't written yet"))
}

async fn order_create(_ctx: Ctx, _body: Order) -> Result<Created<Order>, Error> {
    Err(Error::internal("order_create isn't written yet"))
}

async fn order_read(_ctx: Ctx, _id: Uuid) -> Result<Order, Error> {
    Err(Error::internal("order_read isn't written yet"))
}

async fn order_update(_ctx: Ctx, _id: Uuid, _body: Order) -> Result<Order, Error> {
    Err(Error::internal("order_update isn't written yet"))
}

async fn order_delete(_ctx: Ctx, _id: Uuid) -> Result<NoContent, Error> {
    Err(Error::internal("order_delete isn't written yet"))
}

async fn order_line_list(_ctx: Ctx, _page: i32, _size: i32) -> Result<OrderLinePage, Error> {
    Err(Error::internal("order_line_list isn't written yet"))
}

async fn order_line_create(_ctx: Ctx, _body: OrderLine) -> Result<Created<OrderLine>, Error> {
    Err(Error::internal("order_line_create isn't written yet"))
}

async fn order_line_read(_ctx: Ctx, _id: Uuid) -> Result<OrderLine, Error> {
    Err(Error::internal("order_line_read isn't written yet"))
}

async fn order_line_update(_ctx: Ctx, _id: Uuid, _body: OrderLine) -> Result<OrderLine, Error> {
    Err(Error::internal("order_line_update isn't written yet"))
}

async fn order_line_delete(_ctx: Ctx, _id: Uuid) -> Result<NoContent, Error> {
    Err(Error::internal("order_line_delete isn't written yet"))
}

async fn shipment_list(_ctx: Ctx, _page: i32, _size: i32) -> Result<ShipmentPage, Error> {
    Err(Error::internal("shipment_list isn't written yet"))
}

async fn shipment_create(_ctx: Ctx, _body: Shipment) -> Result<Created<Shipment>, Error> {
    Err(Error::internal("shipment_create isn't written yet"))
}

async fn shipment_read(_ctx: Ctx, _id: Uuid) -> Result<Shipment, Error> {
    Err(Error::internal("shipment_read isn't written yet"))
}

async fn shipment_update(_ctx: Ctx, _id: Uuid, _body: Shipment) -> Result<Shipment, Error> {
    Err(Error::internal("shipment_update isn't written yet"))
}

async fn shipment_delete(_ctx: Ctx, _id: Uuid) -> Result<NoContent, Error> {
    Err(Error::internal("shipment_delete isn't written yet"))
}

async fn invoice_list(_ctx: Ctx, _page: i32, _size: i32) -> Result<InvoicePage, Error> {
    Err(Error::internal("invoice_list isn't written yet"))
}

async fn invoice_create(_ctx: Ctx, _body: Invoice) -> Result<Created<Invoice>, Error> {
    Err(Error::internal("invoice_create isn't written yet"))
}

async fn invoice_read(_ctx: Ctx, _id: Uuid) -> Result<Invoice, Error> {
    Err(Error::internal("invoice_read isn't written yet"))
}

async fn invoice_update(_ctx: Ctx, _id: Uuid, _body: Invoice) -> Result<Invoice, Error> {
    Err(Error::internal("invoice_update isn't written yet"))
}

async fn invoice_delete(_ctx: Ctx, _id: Uuid) -> Result<NoContent, Error> {
    Err(Error::internal("invoice_delete isn't written yet"))
}

async fn stock_movement_list(
    _ctx: Ctx,
    _page: i32,
    _size: i32,
) -> Result<StockMovementPage, Error> {
    Err(Error::internal("stock_movement_list isn't written yet"))
}

async fn stock_movement_create(
    _ctx: Ctx,
    _body: StockMovement,
) -> Result<Created<StockMovement>, Error> {
    Err(Error::internal("stock_movement_create isn't written yet"))
}

async fn stock_movement_read(_ctx: Ctx, _id: Uuid) -> Result<StockMovement, Error> {
    Err(Error::internal("stock_movement_read isn't written yet"))
}

async fn stock_movement_update(
    _ctx: Ctx,
    _id: Uuid,
    _body: StockMovement,
) -> Result<StockMovement, Error> {
    Err(Error::internal("stock_movement_update isn't written yet"))
}

async fn stock_movement_delete(_ctx: Ctx, _id: Uuid) -> Result<NoContent, Error> {
    Err(Error::internal("stock_movement_delete isn't written yet"))
}

async fn goods_receipt_list(_ctx: Ctx, _page: i32, _size: i32) -> Result<GoodsReceiptPage, Error> {
    Err(Error::internal("goods_receipt_list isn't written yet"))
}

async fn goods_receipt_create(
    _ctx: Ctx,
    _body: GoodsReceipt,
) -> Result<Created<GoodsReceipt>, Error> {
    Err(Error::internal("goods_receipt_create isn't written yet"))
}

async fn goods_receipt_read(_ctx: Ctx, _id: Uuid) -> Result<GoodsReceipt, Error> {
    Err(Error::internal("goods_receipt_read isn't written yet"))
}

async fn goods_receipt_update(
    _ctx: Ctx,
    _id: Uuid,
    _body: GoodsReceipt,
) -> Result<GoodsReceipt, Error> {
    Err(Error::internal("goods_receipt_update isn't written yet"))
}

async fn goods_receipt_delete(_ctx: Ctx, _id: Uuid) -> Result<NoContent, Error> {
    Err(Error::internal("goods_receipt_delete isn't written yet"))
}

fn main() -> ExitCode {
    WarehouseApi::cli().run()
}
